package dev.wastm.ledger.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.ledger.execution.ExecutionOptions.Scheduler;
import dev.wastm.ledger.protocol.Protocol;
import dev.wastm.wasm.Engine;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With the heap that a worker says it needs, the worst batch passes; the interpreter, which is slower, has a smaller one of the same kind. */
@Tag("scale")
@Timeout(300)
class WorstBatchTest {
  private static final int INTERPRETED = 10_000;

  private static String run(Scheduler scheduler, int threads, Engine engine, int transactions)
      throws Exception {
    ExecutionOptions options = new ExecutionOptions(scheduler, threads, engine);
    Process jvm = new ProcessBuilder(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + HeapNeed.mebibytes(options, Protocol.epoch1()) + "m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            System.getProperty("java.class.path"),
            WorstBatch.class.getName(),
            scheduler.name(),
            String.valueOf(threads),
            engine.name(),
            String.valueOf(transactions)))
        .redirectErrorStream(true)
        .start();
    try (InputStream out = jvm.getInputStream()) {
      String said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(jvm.waitFor(10, TimeUnit.SECONDS), said);
      assertEquals(0, jvm.exitValue(), said);
      return said.lines()
          .filter(line -> line.contains(" transactions, "))
          .findFirst()
          .orElse(said);
    } finally {
      jvm.destroyForcibly();
    }
  }

  @Test
  void theWorstBatchFitsTheHeapThatAWorkerStates() throws Exception {
    int transactions = Protocol.epoch1().batch().transactions();
    String sequential = run(Scheduler.SEQUENTIAL, 1, Engine.COMPILED, transactions);
    assertTrue(
        sequential.startsWith(transactions + " transactions, of which 1 found no room"),
        sequential);
    assertEquals(sequential, run(Scheduler.PARALLEL, 2, Engine.COMPILED, transactions));
  }

  @Test
  void interpretedToo() throws Exception {
    String compiled = run(Scheduler.PARALLEL, 2, Engine.COMPILED, INTERPRETED);
    assertEquals(compiled, run(Scheduler.PARALLEL, 2, Engine.INTERPRETER, INTERPRETED));
  }
}
