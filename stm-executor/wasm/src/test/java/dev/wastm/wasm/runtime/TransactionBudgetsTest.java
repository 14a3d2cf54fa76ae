package dev.wastm.wasm.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.wasm.abi.GuestResult;
import dev.wastm.wasm.testing.BothEngines;
import dev.wastm.wasm.testing.Epoch;
import dev.wastm.wasm.testing.TestHost;
import dev.wastm.wasm.testing.TestModule;
import dev.wastm.wasm.trap.Trap;
import dev.wastm.wasm.trap.TrapReason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What all calls of a transaction share, from both sides of each limit: in one call, in two, and in one whose effects are undone. */
@Tag("integration")
class TransactionBudgetsTest {
  private static final long FUEL = 1_000_000_000;
  private static final int SCANNED_KEYS = 1_000;

  /** Eight bytes at 100: a count, and which part of the transaction counts, so that each key is another. */
  private static final String KEY = "i32.const 100 i32.const 8 ";

  private static final String OPEN = "i32.const 86 i32.const 1 call $scan_open ";
  private static final String NEXT = "local.get 2 i32.const 400 i32.const 100 call $scan_next ";

  /** Takes no argument, and does nothing. */
  private static final String CALL =
      "i32.const 80 i32.const 1 i32.const 81 i32.const 3 i32.const 240 i32.const 20 call $call ";

  /**
   * Something that a transaction may do so many times.
   *
   * @param reason of the trap where it is done once more
   * @param times how often it can be done
   * @param limit as the trap tells it
   * @param taken how much of it a nested call takes
   */
  record Budget(TrapReason reason, int times, long limit, int taken, TestModule module) {
    /**
     * @param before what is done once before
     * @param once what is done each time
     */
    static Budget of(TrapReason reason, int limit, String before, String once, String... imports) {
      return new Budget(reason, limit, limit, 0, counting(before, once, imports));
    }

    int timesBesideACall() {
      return times - taken;
    }

    @Override
    public String toString() {
      return reason.name();
    }
  }

  static Stream<Budget> budgets() {
    int calls = Epoch.CALLS.calls();
    int bytes = Epoch.CALLS.writtenBytes();
    TestModule writing =
        counting("", KEY + "i32.const 0 i32.const 65528 call $state_write", "wastm.state_write");
    return Stream.of(
        new Budget(TrapReason.TOO_MANY_CALLS, calls, calls, 1, counting("", CALL + "drop")),
        new Budget(TrapReason.TOO_MANY_BYTES_WRITTEN, bytes / 65_536, bytes, 0, writing),
        Budget.of(
            TrapReason.TOO_MANY_KEYS,
            Epoch.CALLS.keys(),
            "",
            KEY + "call $state_exists drop",
            "wastm.state_exists"),
        Budget.of(
            TrapReason.TOO_MANY_VISITS,
            Epoch.CALLS.visits(),
            OPEN + "local.set 2",
            NEXT + "i32.const -1 i32.eq if void local.get 2 call $scan_close " + OPEN
                + "local.set 2 " + NEXT + "drop end",
            "wastm.scan_open",
            "wastm.scan_next",
            "wastm.scan_close"),
        Budget.of(
            TrapReason.TOO_MANY_SCANS,
            Epoch.CALLS.scans(),
            "",
            OPEN + "call $scan_close",
            "wastm.scan_open",
            "wastm.scan_close"),
        Budget.of(
            TrapReason.TOO_MANY_WRITES,
            Epoch.CALLS.writes(),
            "",
            "i32.const 80 i32.const 1 call $state_delete",
            "wastm.state_delete"),
        Budget.of(
            TrapReason.TOO_MANY_EVENTS,
            Epoch.CALLS.events(),
            "",
            "i32.const 0 i32.const 0 i32.const 0 i32.const 0 call $emit",
            "wastm.emit"));
  }

  /**
   * A guest whose arguments are five numbers: how often it does something at first; how often a callee does it then, where that is not 0;
   * whether that one is to revert; how often it does it itself at last; and a part of the keys that it uses at first.
   */
  private static TestModule counting(String before, String once, String... imports) {
    String[] all = java.util.Arrays.copyOf(imports, imports.length + 3);
    all[imports.length] = "wastm.call";
    all[imports.length + 1] = "wastm.call_output";
    all[imports.length + 2] = "wastm.revert";
    String execute = "i32.const 104 " + argument(4) + " i32.store 0 0 " + argument(0)
        + " call $repeat " + argument(1) + " if void i32.const 200 " + argument(1)
        + " i32.store 0 0 i32.const 200 " + argument(2) + " i32.store 0 8"
        + " i32.const 200 i32.const 7 i32.store 0 16"
        + " i32.const 80 i32.const 1 i32.const 81 i32.const 3 i32.const 200 i32.const 20 call $call "
        + argument(2) + " i32.eqz i32.and if void i32.const 300 i32.const 300 i32.const 100"
        + " call $call_output call $revert end else " + argument(2)
        + " if void i32.const 0 i32.const 0 call $revert end end"
        + " i32.const 104 i32.const 9 i32.store 0 0 " + argument(3) + " call $repeat i32.const 0";
    String repeat = "local.get 0 if void " + before
        + " loop void i32.const 100 local.get 1 i32.store 0 0 " + once
        + " local.get 1 i32.const 1 i32.add local.tee 1 local.get 0 i32.lt_u br_if 0 end end";
    return TestModule.guest(execute, all)
        .function("repeat", "i32", "", "i32 i32", repeat)
        .data(80, "arun  k");
  }

  private static String argument(int index) {
    return String.format(Locale.ROOT, "local.get 0 i32.load 0 %d", 10 + Integer.BYTES * index);
  }

  private static TestHost host() {
    TestHost host = new TestHost();
    for (int i = 0; i < SCANNED_KEYS; i++) {
      host.with(String.format(Locale.ROOT, "k%03d", i), "");
    }
    return host;
  }

  private static BothEngines.Run execution(TestModule module, int... arguments) {
    ByteBuffer args = ByteBuffer.allocate(5 * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int argument : arguments) {
      args.putInt(argument);
    }
    return BothEngines.run(module.bytes(), args.array(), FUEL, TransactionBudgetsTest::host);
  }

  private static GuestResult run(TestModule module, int... arguments) {
    return execution(module, arguments).result();
  }

  private static void assertSucceeds(GuestResult result) {
    assertTrue(result instanceof GuestResult.Success, result.toString());
  }

  private static void assertTraps(Budget budget, GuestResult result) {
    assertTrue(result instanceof GuestResult.Trapped, result.toString());
    GuestResult.Trapped trapped = (GuestResult.Trapped) result;
    assertEquals(Trap.of(budget.reason, budget.limit), trapped.trap());
    assertEquals(FUEL, trapped.fuelUsed());
  }

  @ParameterizedTest
  @MethodSource("budgets")
  void oneCallMayUseAllOfIt(Budget budget) {
    assertSucceeds(run(budget.module, budget.times));
    assertTraps(budget, run(budget.module, budget.times + 1));
  }

  @ParameterizedTest
  @MethodSource("budgets")
  void aCalleeHasWhatItsCallerLeaves(Budget budget) {
    int caller = budget.timesBesideACall() / 3;
    int callee = budget.timesBesideACall() - caller;
    assertSucceeds(run(budget.module, caller, callee, 0, 0));
    GuestResult beyond = run(budget.module, caller, callee + 1, 0, 0);
    if (budget.reason == TrapReason.TOO_MANY_KEYS) {
      // They stay touched, so the caller is beyond the limit as well.
      assertTraps(budget, beyond);
    } else {
      assertEquals(budget.reason.name(), ((GuestResult.Reverted) beyond).message());
    }
  }

  @ParameterizedTest
  @MethodSource("budgets")
  void whatACalleeTookIsTakenThoughItFailed(Budget budget) {
    int callee = budget.timesBesideACall() - 1;
    assertSucceeds(run(budget.module, 0, callee, 1, 1));
    assertTraps(budget, run(budget.module, 0, callee, 1, 2));
  }

  /** What a call had open is closed when it ends. */
  @Test
  void openScansAreCountedInAllCallsUnderWay() {
    TestModule module = counting("", OPEN + "drop", "wastm.scan_open");
    int half = Epoch.CALLS.openScans() / 2;
    assertSucceeds(run(module, half, half, 0, half));
    assertSucceeds(run(module, half, half, 1, half));
    assertEquals(
        TrapReason.TOO_MANY_OPEN_SCANS.name(),
        ((GuestResult.Reverted) run(module, half, half + 1, 0, 0)).message());
    GuestResult.Trapped trapped = (GuestResult.Trapped) run(module, half, half, 0, half + 1);
    assertEquals(Trap.of(TrapReason.TOO_MANY_OPEN_SCANS, Epoch.CALLS.openScans()), trapped.trap());
  }

  /** Logs decide nothing: what is too much is dropped, and costs the host call alone. */
  @Test
  void logLinesAreCountedInAllCallsTogether() {
    TestModule module = counting("", "i32.const 1 i32.const 80 i32.const 1 call $log", "wastm.log");
    assertEquals(64, logLines(module, 20, 44, 0, 0));
    assertEquals(64, logLines(module, 20, 45, 1, 30));
  }

  @Test
  void tracesAreLogLines() {
    String trace = "i32.const 80 i32.const 5 f64.const 1.5 f64.const 2 f64.const 3 f64.const 4"
        + " f64.const 5 call $trace";
    TestModule module = counting("", trace, "env.trace");
    assertEquals(64, logLines(module, 20, 45, 0, 30));
    long at = run(module, 64).fuelUsed();
    long one = at - run(module, 63).fuelUsed();
    long beyond = run(module, 65).fuelUsed() - at;
    assertEquals(Epoch.HOST.logLine(), one - beyond);
  }

  private static int logLines(TestModule module, int... arguments) {
    BothEngines.Run run = execution(module, arguments);
    assertSucceeds(run.result());
    return run.host().log.size();
  }

  /** Each call of a chain grows its memory; the last one says what came of growing its own. */
  private static GuestResult chain(int calls, int grownBy, int lastGrownBy) {
    String execute = argument(0) + " if void " + argument(1) + " memory.grow 0 i32.const 1 i32.ne"
        + " if void unreachable end"
        + " i32.const 200 " + argument(0) + " i32.const 1 i32.sub i32.store 0 0"
        + " i32.const 200 " + argument(1) + " i32.store 0 4"
        + " i32.const 200 " + argument(2) + " i32.store 0 8"
        + " i32.const 80 i32.const 1 i32.const 81 i32.const 3 i32.const 200 i32.const 20 call $call"
        + " if void i32.const 300 i32.const 300 i32.const 100 call $call_output call $revert end"
        + " i32.const 0 i32.const 8 call $call_output drop else"
        + " i32.const 0 " + argument(2) + " memory.grow 0 i32.store 0 0 end i32.const 0";
    TestModule module = TestModule.withInterface(
            execute, "i32.const 8", "wastm.call", "wastm.call_output", "wastm.revert")
        .memory(1, 64)
        .exportMemory()
        .data(80, "arun");
    return run(module, calls, grownBy, lastGrownBy);
  }

  /** Four times 63 pages are 252 of 256; the fifth call begins with one and may have three more. */
  @ParameterizedTest
  @CsvSource({"3, 63, 63, 1", "4, 62, 3, 1", "4, 62, 4, 4294967295"})
  void memoryGrowsAsFarAsThatOfAllCallsUnderWayMay(
      int calls, int grownBy, int lastGrownBy, long before) {
    assertEquals(before, BothEngines.output(chain(calls, grownBy, lastGrownBy)));
  }

  @Test
  void aCalleeWhoseMemoryDoesNotFitIsNotBegun() {
    assertEquals("TOO_MUCH_MEMORY", ((GuestResult.Reverted) chain(4, 63, 0)).message());
  }
}
