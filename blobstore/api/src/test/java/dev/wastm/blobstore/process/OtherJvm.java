package dev.wastm.blobstore.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A main class of these tests, running in a JVM of its own, which ends with this one. */
public record OtherJvm(Process process, Path output) implements AutoCloseable {
  private static final int TIMEOUT_S = 60;

  public static OtherJvm start(List<String> before, Class<?> main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-ea",
        "-XX:TieredStopAtLevel=1",
        "-XX:-UsePerfData",
        "-cp",
        System.getProperty("java.class.path"),
        main.getName()));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("other-jvm", ".log");
    Process process = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
    return new OtherJvm(process, output);
  }

  /** Called first by each main class: ends this JVM when the one that started it is gone, which closes this pipe. */
  public static void endWithParent() {
    Thread watcher = new Thread(() -> {
      try {
        System.in.transferTo(java.io.OutputStream.nullOutputStream());
      } catch (IOException closed) {
        System.err.println("The parent is gone: " + closed);
      }
      Runtime.getRuntime().halt(1);
    });
    watcher.setDaemon(true);
    watcher.start();
  }

  /** Waits for the process, which must succeed, and gives what it printed. */
  public List<String> lines() throws IOException, InterruptedException {
    assertTrue(process.waitFor(TIMEOUT_S, TimeUnit.SECONDS), "ended in " + TIMEOUT_S + " s");
    String printed = Files.readString(output);
    assertEquals(0, process.exitValue(), printed);
    return printed.lines().toList();
  }

  /** Ends the process as a crash would. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    assertTrue(process.waitFor(TIMEOUT_S, TimeUnit.SECONDS), "killed in " + TIMEOUT_S + " s");
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.deleteIfExists(output);
  }
}
