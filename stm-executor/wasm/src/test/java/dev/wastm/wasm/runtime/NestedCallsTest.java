package dev.wastm.wasm.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.wasm.abi.GuestResult;
import dev.wastm.wasm.testing.BothEngines;
import dev.wastm.wasm.testing.Epoch;
import dev.wastm.wasm.testing.TestHost;
import dev.wastm.wasm.testing.TestModule;
import dev.wastm.wasm.trap.TrapReason;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls of actors by actors, as far as the runtime decides about them: budgets, limits, outputs. */
@Tag("integration")
class NestedCallsTest {
  private static final String ARGUMENT = "local.get 0 i32.load8_u 0 10";

  /** Calls an actor with a one-byte argument, the value on top of the stack, and leaves whether it failed. */
  private static final String CALL = "local.set 3 i32.const 90 local.get 3 i32.store8 0 0"
      + " i32.const 80 i32.const 1 i32.const 81 i32.const 3 i32.const 90 i32.const 1 call $call ";

  private static TestModule guest(String body, String... imports) {
    String[] all = java.util.Arrays.copyOf(imports, imports.length + 2);
    all[imports.length] = "wastm.call";
    all[imports.length + 1] = "wastm.call_output";
    return TestModule.guest(body + " i32.const 0", all).data(80, "arun");
  }

  private static GuestResult run(TestModule module, int argument, long fuel) {
    return BothEngines.run(module.bytes(), new byte[] {(byte) argument}, fuel, TestHost::new)
        .result();
  }

  /** Without an argument of 0, calls an actor with argument 0, and outputs: failed, length of the output, six bytes of it. */
  private static TestModule calling(String callee, String... imports) {
    return guest(
        ARGUMENT + " i32.eqz if void " + callee + " else i32.const 0 i32.const 0 " + CALL
            + " i32.store8 0 0 i32.const 1 i32.const 2 i32.const 6 call $call_output"
            + " i32.store8 0 0 end",
        imports);
  }

  @Test
  void theCalleesOutputIsTheCallersToRead() {
    TestModule module = calling("i32.const 0 i64.const 0x55443322114433 i64.store 0 0");
    long output = BothEngines.output(run(module, 1, BothEngines.FUEL));
    assertEquals(0, output & 0xff);
    assertEquals(8, (output >> 8) & 0xff);
    assertEquals(0x3322_1144_33L & 0xffff_ffff_ffffL, (output >>> 16) & 0xff_ffff_ffffL);
  }

  @ParameterizedTest
  @CsvSource({
    "unreachable, UNREACHABLE",
    "i32.const 81 i32.const 3 call $revert, run",
    "loop void br 0 end, OUT_OF_FUEL",
    "i32.const -1 i32.const 3 call $revert, MEMORY_OUT_OF_BOUNDS",
  })
  void aFailureIsAnAnswerWithAMessage(String callee, String message) {
    TestModule module = calling(callee, "wastm.revert");
    long output = BothEngines.output(run(module, 1, BothEngines.FUEL));
    assertEquals(1, output & 0xff);
    assertEquals(message.length(), (output >> 8) & 0xff);
  }

  /** A callee that never ends gets all but a 64th of what is left, and the caller goes on with that. */
  @Test
  void theCallerKeepsAPartOfItsFuel() {
    GuestResult result = run(calling("loop void br 0 end"), 1, 640_000);
    assertTrue(result instanceof GuestResult.Success);
    assertTrue(result.fuelUsed() > 629_000 && result.fuelUsed() < 640_000, result.toString());
  }

  @Test
  void whatTheCalleeUsedIsPaidByTheCaller() {
    String loop = "loop void local.get 2 i32.const 1 i32.add local.tee 2 i32.const 10000"
        + " i32.lt_u br_if 0 end";
    long cheap = run(calling("nop"), 1, BothEngines.FUEL).fuelUsed();
    long dear = run(calling(loop), 1, BothEngines.FUEL).fuelUsed();
    assertEquals(10_000 * 7, dear - cheap);
  }

  @ParameterizedTest
  @CsvSource({"16, false", "17, true"})
  void sixteenCallsCanBeNested(int depth, boolean fails) {
    String failed = "i32.const 0 i32.const 1 call $revert";
    TestModule module = guest(
        ARGUMENT + " if void " + ARGUMENT + " i32.const 1 i32.sub " + CALL + " if void " + failed
            + " end end",
        "wastm.revert");
    GuestResult result = run(module, depth, BothEngines.FUEL);
    assertEquals(fails, result instanceof GuestResult.Reverted, result.toString());
  }

  @Test
  void theMessageSaysThatCallsAreNestedTooDeeply() {
    String revertWithOutput = "i32.const 200 i32.const 100 call $call_output local.set 2"
        + " i32.const 200 local.get 2 call $revert";
    TestModule module = guest(
        ARGUMENT + " if void " + ARGUMENT + " i32.const 1 i32.sub " + CALL + " if void "
            + revertWithOutput + " end end",
        "wastm.revert");
    GuestResult.Reverted result = (GuestResult.Reverted) run(module, 17, BothEngines.FUEL);
    assertEquals("NESTED_TOO_DEEPLY", result.message());
  }

  /** All nested calls share one call depth: each goes down a third of the way, so the third is one too many. */
  @Test
  void nestedCallsShareTheCallDepth() {
    TestModule module = guest(ARGUMENT + " if void i32.const 6000 call $down end", "wastm.revert")
        .function(
            "down",
            "i32",
            "",
            "i32",
            "local.get 0 if void local.get 0 i32.const 1 i32.sub call $down else"
                + " i32.const 90 i32.const 90 i32.load8_u 0 0 i32.store8 0 0"
                + " i32.const 80 i32.const 1 i32.const 81 i32.const 3 i32.const 90 i32.const 1"
                + " call $call if void i32.const 0 i32.const 1 call $revert end end")
        .data(90, new byte[] {1});
    GuestResult.Reverted result = (GuestResult.Reverted) run(module, 1, 100 * BothEngines.FUEL);
    assertEquals("\0", result.message());
  }

  /** The deepest stack that the limits allow: long chains without recursion, in as many nested calls as there may be. */
  @Test
  void chainsInNestedCallsFitTheStack() {
    int length = 900;
    String locals = "i64 ".repeat(100);
    TestModule module = guest(ARGUMENT + " if void call $f" + (length - 1) + " end");
    module.function(
        "f0",
        "",
        "",
        "",
        "i32.const 80 i32.const 1 i32.const 81 i32.const 3 i32.const 90 i32.const 1 call $call"
            + " drop");
    for (int i = 1; i < length; i++) {
      module.function("f" + i, "", "", locals, "call $f" + (i - 1));
    }
    module.data(90, new byte[] {1});
    assertTrue(run(module, 1, 100 * BothEngines.FUEL) instanceof GuestResult.Success);
  }

  @Test
  void eventsAreCountedInAllCallsTogether() {
    String emit = "i32.const 0 i32.const 0 i32.const 0 i32.const 0 call $emit ";
    TestModule module = calling(emit.repeat(65), "wastm.emit");
    long output = BothEngines.output(run(module, 1, BothEngines.FUEL));
    assertEquals(1, output & 0xff);
    String message = "TOO_MANY_EVENTS";
    assertEquals(message.length(), (output >> 8) & 0xff);
  }

  @ParameterizedTest
  @CsvSource({
    "129, 3, 1, ACTOR_TOO_LONG, 129, 128",
    "1, 257, 1, METHOD_TOO_LONG, 257, 256",
    "1, 3, 65537, ARGS_TOO_LONG, 65537, 65536",
  })
  void lengthsAreLimited(int actor, int method, int args, TrapReason reason, int bytes, int limit) {
    TestModule module = guest("i32.const 0 i32.const " + actor + " i32.const 0 i32.const " + method
        + " i32.const 0 i32.const " + args + " call $call drop");
    assertEquals(Epoch.trapped(reason, bytes, limit), BothEngines.execute(module));
  }

  @Test
  void thereIsNoOutputBeforeTheFirstCall() {
    TestModule module =
        guest("i32.const 0 i32.const 0 i32.const 8 call $call_output i32.store 0 0");
    assertEquals(0, BothEngines.output(BothEngines.execute(module)));
  }
}
