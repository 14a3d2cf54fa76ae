package dev.wastm.wasm.metering;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wastm.wasm.abi.GuestResult;
import dev.wastm.wasm.testing.BothEngines;
import dev.wastm.wasm.testing.Epoch;
import dev.wastm.wasm.testing.TestModule;
import dev.wastm.wasm.trap.TrapReason;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The depth of calls is decided by the rule that {@code docs/metering.md} states, and never by a stack. */
@Tag("integration")
class CallDepthTest {
  private static final InstructionPrices PRICES = new InstructionPrices(Epoch.CODE);
  private static final GuestResult TOO_DEEP = Epoch.trapped(TrapReason.CALL_DEPTH, 20_000);

  /** Calls itself until its parameter is 0. */
  private static TestModule countdown(int calls, String locals, String padding) {
    return TestModule.guest("i32.const " + calls + " call $down i32.const 0")
        .function(
            "down",
            "i32",
            "",
            locals,
            padding + " local.get 0 if void local.get 0 i32.const 1 i32.sub call $down end");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 200})
  void framesAreWeighedBySlots(int locals) {
    String declared = "i64 ".repeat(locals);
    int frame = PRICES.depth(locals + 1, 9);
    int room = Epoch.CALLS.callDepth() - PRICES.depth(10, 5);
    int expected = room / frame - 1;
    GuestResult fits = BothEngines.execute(countdown(expected, declared, ""));
    assertEquals(0, BothEngines.output(fits));
    assertEquals(TOO_DEEP, BothEngines.execute(countdown(expected + 1, declared, "")));
  }

  @Test
  void theLargestFramesFitTheStack() {
    String padding = "local.get 1 local.set 2 ".repeat(990);
    assertEquals(TOO_DEEP, BothEngines.execute(countdown(20_000, "i64 ".repeat(200), padding)));
  }

  /** A thousand operands wait on the stack while the function calls itself. */
  @Test
  void fullOperandStacksFitTheStack() {
    String body = "local.get 0 ".repeat(950) + " call $down " + "drop ".repeat(949);
    TestModule module = TestModule.guest("i32.const 1 call $down i32.const 0")
        .function("down", "i32", "", "", body);
    assertEquals(TOO_DEEP, BothEngines.execute(module));
  }

  @Test
  void recursionThroughOthersAndTheTableCounts() {
    TestModule mutual = TestModule.guest("call $even i32.const 0")
        .function("even", "", "", "", "call $odd")
        .function("odd", "", "", "", "call $even");
    assertEquals(TOO_DEEP, BothEngines.execute(mutual));
    TestModule indirect = TestModule.guest("call $again i32.const 0")
        .function("again", "", "", "", "i32.const 0 call_indirect 3 0")
        .table(1);
    indirect.element(0, "again");
    assertEquals(3, indirect.type("", ""));
    assertEquals(TOO_DEEP, BothEngines.execute(indirect));
  }

  /** What a call took is given back when it returns, however often. */
  @Test
  void depthIsGivenBack() {
    TestModule module = TestModule.guest("loop void i32.const 100 call $down"
            + " local.get 2 i32.const 1 i32.add local.tee 2 i32.const 1000 i32.lt_u br_if 0 end"
            + " i32.const 0")
        .function(
            "down",
            "i32",
            "",
            "",
            "local.get 0 if void local.get 0 i32.const 1 i32.sub call $down end");
    assertEquals(0, BothEngines.output(BothEngines.execute(module)));
  }

  /** The longest chain of calls that is no recursion: every function of a module once. */
  @Test
  void chainsWithoutRecursionAreFree() {
    int length = 990;
    TestModule module = TestModule.guest("call $f" + (length - 1) + " i32.const 0");
    module.function("f0", "", "", "i64 i64 i64", "");
    for (int i = 1; i < length; i++) {
      module.function("f" + i, "", "", "i64 i64 i64", "call $f" + (i - 1));
    }
    assertEquals(0, BothEngines.output(BothEngines.execute(module)));
  }
}
