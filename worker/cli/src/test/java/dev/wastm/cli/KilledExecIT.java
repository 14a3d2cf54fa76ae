package dev.wastm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes of the command line, ended with SIGKILL at any point: the ledger goes on where it stood. */
@Tag("kill")
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KilledExecIT {
  private static final String COUNTER =
      "../../assemblyscript-examples/examples/counter/counter.wasm";
  private static final String DEPLOY =
      "{\"actor\":\"system\",\"method\":\"deploy\",\"args\":{\"actor\":\"c\",\"module\":\"counter@1.0.0\",\"init\":{}}}\n";
  private static final String INCREMENT =
      "{\"actor\":\"c\",\"method\":\"increment\",\"args\":{\"by\":1}}\n";
  private static final int TRANSACTIONS = 2_000;

  /** From before the JVM has loaded the first class to after the batch is stored. */
  private static final List<Integer> LIVES_MS = List.of(100, 700, 1_000, 1_300, 1_600, 1_900);

  private static final int PROCESS_MAX_S = 60;

  @TempDir
  private Path folder;

  @Test
  void aKilledExecLeavesAWholeLedgerThatTheNextOneContinues() throws Exception {
    assertEquals(0, finish(wastm("module", "push", COUNTER, "--tag", "counter@1.0.0")));
    assertEquals(0, finish(wastm("exec", file(DEPLOY), "--ledger", "l")));
    String increments = file(INCREMENT.repeat(TRANSACTIONS));
    for (int lifeMs : LIVES_MS) {
      Process process = wastm("exec", increments, "--ledger", "l");
      process.waitFor(lifeMs, TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();
    }
    assertEquals(0, finish(wastm("exec", increments, "--ledger", "l")));

    Path dumped = folder.resolve("dump");
    assertEquals(0, finish(wastm(dumped, "ledger", "status", "--ledger", "l", "--json")));
    JsonNode status = new ObjectMapper().readTree(dumped.toFile());
    int batches = status.get("height").asInt() - 1;
    assertTrue(batches >= 1 && batches <= LIVES_MS.size() + 1, status.toString());
    assertEquals(0, finish(wastm(dumped, "exec", file(INCREMENT), "--ledger", "l", "--json")));
    assertTrue(
        Files.readString(dumped).contains("{\"value\":" + (batches * TRANSACTIONS + 1) + "}"),
        Files.readString(dumped));
    assertEquals(0, finish(wastm("ledger", "verify", "--ledger", "l")));
  }

  private static int finish(Process process) throws Exception {
    if (!process.waitFor(PROCESS_MAX_S, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("a command did not end within " + PROCESS_MAX_S + " s");
    }
    return process.exitValue();
  }

  private Process wastm(String... args) throws Exception {
    return wastm(folder.resolve("out"), args);
  }

  private Process wastm(Path out, String... args) throws Exception {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        Wastm.class.getName()));
    command.addAll(List.of(args));
    command.addAll(List.of("--blob-store", folder.resolve("store").toUri().toString()));
    File err = folder.resolve("err").toFile();
    return new ProcessBuilder(command)
        .redirectOutput(out.toFile())
        .redirectError(err)
        .start();
  }

  private String file(String text) throws Exception {
    Path file = Files.createTempFile(folder, "batch", ".ndjson");
    Files.writeString(file, text);
    return file.toString();
  }
}
