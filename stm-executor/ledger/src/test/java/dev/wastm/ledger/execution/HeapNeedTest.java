package dev.wastm.ledger.execution;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.ledger.module.Modules;
import dev.wastm.ledger.protocol.Protocol;
import dev.wastm.wasm.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What a worker says that it needs, and what it must not go on after. */
class HeapNeedTest {
  private static final Protocol PROTOCOL = Protocol.epoch1();

  private static long bytes(int threads) {
    return HeapNeed.bytes(
        new ExecutionOptions(ExecutionOptions.Scheduler.PARALLEL, threads, Engine.COMPILED),
        PROTOCOL);
  }

  @Test
  void eachThreadNeedsTheSameMoreAndModulesTheirShare() {
    long thread = bytes(3) - bytes(2);
    assertTrue(Math.abs(thread - (bytes(4) - bytes(3))) <= 8);
    assertTrue(
        thread > PROTOCOL.guest().calls().transactionPages() * 65_536L, thread + " bytes a thread");
    long modules = bytes(2) / Modules.HEAP_PART;
    assertTrue(
        bytes(2) - modules > 2 * PROTOCOL.batch().leftBytes() + PROTOCOL.batch().inputBytes());
  }

  /** The table of docs/workers.md. */
  @Test
  void thePageSaysTheSame() throws Exception {
    String page = Files.readString(Path.of("../../docs/workers.md"));
    for (int threads : new int[] {1, 2, 4, 8, 16, 32}) {
      long mebibytes = HeapNeed.mebibytes(
          new ExecutionOptions(ExecutionOptions.Scheduler.PARALLEL, threads, Engine.COMPILED),
          PROTOCOL);
      String shown = String.format(Locale.ROOT, "%,d", mebibytes).replace(',', ' ');
      assertTrue(page.contains(" " + shown + " |"), threads + " threads: " + shown);
    }
  }

  @Test
  void itIsSaidInMebibytesRoundedUp() {
    ExecutionOptions options =
        new ExecutionOptions(ExecutionOptions.Scheduler.PARALLEL, 2, Engine.COMPILED);
    long spare = (HeapNeed.mebibytes(options, PROTOCOL) << 20) - HeapNeed.bytes(options, PROTOCOL);
    assertTrue(spare > 0 && spare <= 1 << 20, spare + " bytes");
  }

  @Test
  void anErrorOfTheJvmIsFoundWhereverItIs() {
    OutOfMemoryError error = new OutOfMemoryError("x");
    assertSame(
        error,
        ExhaustedJvm.errorIn(new IllegalStateException("a", new RuntimeException(error)))
            .orElseThrow());
    assertFalse(ExhaustedJvm.errorIn(new IllegalStateException(new StackOverflowError()))
        .isPresent());
    RuntimeException loop = new RuntimeException("a");
    loop.initCause(new RuntimeException("b", loop));
    assertFalse(ExhaustedJvm.errorIn(loop).isPresent());
  }
}
