package dev.wastm.wasm.metering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.wastm.wasm.abi.GuestResult;
import dev.wastm.wasm.testing.BothEngines;
import dev.wastm.wasm.testing.SharedFunctions;
import dev.wastm.wasm.testing.TestModule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What injected code counts is what {@code docs/metering.md} says: the prices of the instructions that the original module executes. */
class FuelTest {
  /** A small leaf costs its caller all of its instructions, whichever of them are executed. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void smallLeavesCostAllOfTheirInstructions(int condition) {
    String body = "i32.const " + condition + " call $pick drop i32.const 0";
    TestModule module = TestModule.guest(body)
        .function(
            "pick",
            "i32",
            "i32",
            "i32 i32 i32 i32",
            "local.get 0 if void i32.const 1 i32.const 1 i32.div_s drop else f32.const 1 drop end"
                + " i32.const 1");
    long rest = BothEngines.execute(
            TestModule.guest("i32.const " + condition + " drop i32.const 0"))
        .fuelUsed();
    long leaf = 1 + (1 + 1) + (1 + 1 + 10) + 1 + 1;
    assertEquals(rest + 5 + leaf, BothEngines.execute(module).fuelUsed());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "i32.const 0",
        "i32.const 1 if void i32.const 5 drop else i32.const 1 i32.const 1 i32.div_s drop end i32.const 0",
        "i32.const 0 if void i32.const 5 drop else i32.const 1 i32.const 1 i32.div_s drop end i32.const 0",
        "i32.const 0 if void i32.const 5 drop end f32.const 1 f32.sqrt drop i32.const 0",
        "block void block void i32.const 1 br_if 1 nop end f64.const 1 drop end i32.const 0",
        "block void block void i32.const 0 br_if 1 nop end f64.const 1 drop end i32.const 0",
        "block i32 i32.const 3 i32.const 1 br_if 0 drop i32.const 4 end drop i32.const 0",
        "block void i32.const 7 drop end i32.const 0",
        "loop void local.get 2 i32.const 1 i32.add local.tee 2 i32.const 9 i32.ne br_if 0 end i32.const 0",
        "loop i32 i32.const 0 end",
        "i32.const 0 return",
        "i32.const 0 br 0",
        "i32.const 0 i32.const 1 br_if 0",
        "i32.const 0 i32.const 0 br_if 0",
        "i32.const 0 i32.const 1 br_table 2 0 0 0",
        "block i32 i32.const 0 i32.const 1 br_table 2 1 0 0 end",
        "block void loop void local.get 2 i32.const 1 i32.add local.tee 2 i32.const 5 i32.gt_s"
            + " br_table 1 0 1 end end i32.const 0",
        "loop void i32.const 0 return end i32.const 0",
        "loop void i32.const 9 i32.const 1 br_if 1 drop end i32.const 0",
        "i32.const 1024 i32.const 1 i32.const 77 memory.fill 0 i32.const 0",
        "i32.const 1024 i32.const 2048 i32.const 15 memory.copy 0 0 i32.const 0",
        "i32.const 1 memory.grow 0 drop i32.const 9 memory.grow 0 drop i32.const 0",
        "call $leaf call $looping call $leaf i32.const 0",
        "i32.const 9 call $fib",
        "i32.const 2 call $rooted drop i32.const 0",
      })
  void countsWhatIsExecuted(String body) {
    TestModule module = SharedFunctions.addTo(TestModule.guest(body));
    module.function(
        "rooted",
        "i32",
        "i32",
        "",
        "local.get 0 if void i32.const 3 call $leaf drop end i32.const 1");
    GuestResult result = BothEngines.execute(module);
    assertInstanceOf(GuestResult.Success.class, result);
    assertEquals(new FuelOracle(module.bytes()).fuelUsed(new byte[0]), result.fuelUsed());
  }
}
