package dev.wastm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes whose batch needs more memory than they have end within seconds, with one sentence and a code of their own. */
@Tag("fault")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExhaustedProcessTest {
  private static final int LINES = 240;
  private static final int ARGS_CHARS = 250_000;
  private static final int END_MAX_S = 60;

  @TempDir
  private Path folder;

  private record Ended(int code, String error) {}

  @Test
  void withoutTheLaunchersOptions() throws Exception {
    assertEquals(
        new Ended(
            3,
            "wastm: the JVM ran out of memory, and ends; start it again, with a larger -Xmx in WASTM_JAVA_OPTIONS where it comes again.\n"),
        exec(List.of()));
  }

  @Test
  void withThem() throws Exception {
    Ended ended = exec(List.of("-XX:+ExitOnOutOfMemoryError", "-XX:+DisplayVMOutputToStderr"));
    assertEquals(3, ended.code());
    assertTrue(
        ended.error().startsWith("Terminating due to java.lang.OutOfMemoryError: Java heap space"),
        ended.error());
    assertEquals(1, ended.error().lines().count(), ended.error());
  }

  private Ended exec(List<String> options) throws Exception {
    Path file = folder.resolve("large.ndjson");
    String line =
        "{\"actor\":\"c\",\"method\":\"m\",\"args\":\"" + "x".repeat(ARGS_CHARS) + "\"}\n";
    Files.writeString(file, line.repeat(LINES));
    Path error = folder.resolve("error");
    List<String> command = new ArrayList<>(
        List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx40m"));
    if (Runtime.version().feature() >= 24) {
      // As the launcher does: the JVM warns of what a library uses, else.
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(options);
    command.addAll(List.of(
        "-cp",
        System.getProperty("java.class.path"),
        Wastm.class.getName(),
        "exec",
        file.toString(),
        "--ledger",
        "l",
        "--blob-store",
        folder.resolve("store").toUri().toString(),
        "--module-cache",
        "none"));
    Process process = new ProcessBuilder(command)
        .redirectError(error.toFile())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
    if (!process.waitFor(END_MAX_S, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the process did not end within " + END_MAX_S + " s");
    }
    return new Ended(process.exitValue(), Files.readString(error, StandardCharsets.UTF_8));
  }
}
