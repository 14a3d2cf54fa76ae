package dev.wastm.wasm.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.wastm.wasm.abi.GuestResult;
import dev.wastm.wasm.testing.BothEngines;
import dev.wastm.wasm.testing.Epoch;
import dev.wastm.wasm.testing.TestHost;
import dev.wastm.wasm.testing.TestModule;
import dev.wastm.wasm.trap.Trap;
import dev.wastm.wasm.trap.TrapReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each instruction that fails makes of a call, on both engines. */
@Tag("conformance")
public class TrapsTest {
  private static void assertTraps(TrapReason reason, TestModule module) {
    GuestResult result = BothEngines.execute(module);
    assertEquals(Epoch.trapped(reason), result);
  }

  static Stream<Arguments> instructions() {
    return Stream.of(
        arguments(TrapReason.UNREACHABLE, "unreachable"),
        arguments(TrapReason.DIVIDE_BY_ZERO, "i32.const 1 i32.const 0 i32.div_s"),
        arguments(TrapReason.DIVIDE_BY_ZERO, "i32.const 1 i32.const 0 i32.div_u"),
        arguments(TrapReason.DIVIDE_BY_ZERO, "i32.const 1 i32.const 0 i32.rem_s"),
        arguments(TrapReason.DIVIDE_BY_ZERO, "i32.const 1 i32.const 0 i32.rem_u"),
        arguments(TrapReason.DIVIDE_BY_ZERO, "i64.const 1 i64.const 0 i64.div_s i32.wrap_i64"),
        arguments(TrapReason.DIVIDE_BY_ZERO, "i64.const 1 i64.const 0 i64.div_u i32.wrap_i64"),
        arguments(TrapReason.DIVIDE_BY_ZERO, "i64.const 1 i64.const 0 i64.rem_s i32.wrap_i64"),
        arguments(TrapReason.DIVIDE_BY_ZERO, "i64.const 1 i64.const 0 i64.rem_u i32.wrap_i64"),
        arguments(TrapReason.INTEGER_OVERFLOW, "i32.const -2147483648 i32.const -1 i32.div_s"),
        arguments(
            TrapReason.INTEGER_OVERFLOW,
            "i64.const -9223372036854775808 i64.const -1 i64.div_s i32.wrap_i64"),
        arguments(TrapReason.INTEGER_OVERFLOW, "f32.const 3e9 i32.trunc_f32_s"),
        arguments(TrapReason.INTEGER_OVERFLOW, "f32.const -1 i32.trunc_f32_u"),
        arguments(TrapReason.INTEGER_OVERFLOW, "f64.const 3e9 i32.trunc_f64_s"),
        arguments(TrapReason.INTEGER_OVERFLOW, "f64.const 5e9 i32.trunc_f64_u"),
        arguments(TrapReason.INTEGER_OVERFLOW, "f32.const 1e19 i64.trunc_f32_s i32.wrap_i64"),
        arguments(TrapReason.INTEGER_OVERFLOW, "f32.const 1e20 i64.trunc_f32_u i32.wrap_i64"),
        arguments(TrapReason.INTEGER_OVERFLOW, "f64.const 1e19 i64.trunc_f64_s i32.wrap_i64"),
        arguments(TrapReason.INTEGER_OVERFLOW, "f64.const 1e20 i64.trunc_f64_u i32.wrap_i64"),
        arguments(TrapReason.INTEGER_OVERFLOW, "f64.const Infinity i32.trunc_f64_s"),
        arguments(TrapReason.INVALID_CONVERSION, "f32.const NaN i32.trunc_f32_s"),
        arguments(TrapReason.INVALID_CONVERSION, "f32.const NaN i32.trunc_f32_u"),
        arguments(TrapReason.INVALID_CONVERSION, "f64.const NaN i32.trunc_f64_s"),
        arguments(TrapReason.INVALID_CONVERSION, "f64.const NaN i32.trunc_f64_u"),
        arguments(TrapReason.INVALID_CONVERSION, "f32.const NaN i64.trunc_f32_s i32.wrap_i64"),
        arguments(TrapReason.INVALID_CONVERSION, "f32.const NaN i64.trunc_f32_u i32.wrap_i64"),
        arguments(TrapReason.INVALID_CONVERSION, "f64.const NaN i64.trunc_f64_s i32.wrap_i64"),
        arguments(TrapReason.INVALID_CONVERSION, "f64.const NaN i64.trunc_f64_u i32.wrap_i64"));
  }

  @ParameterizedTest
  @MethodSource("instructions")
  void anInstructionTraps(TrapReason reason, String body) {
    assertTraps(reason, TestModule.guest(body));
  }

  /** Every access of memory, with the size of what it moves. */
  static Stream<Arguments> accesses() {
    List<Arguments> accesses = new ArrayList<>();
    for (String access : List.of(
        "i32.load 4",
        "i32.load8_s 1",
        "i32.load8_u 1",
        "i32.load16_s 2",
        "i32.load16_u 2",
        "i64.load 8",
        "i64.load8_s 1",
        "i64.load8_u 1",
        "i64.load16_s 2",
        "i64.load16_u 2",
        "i64.load32_s 4",
        "i64.load32_u 4",
        "f32.load 4",
        "f64.load 8",
        "i32.store 4",
        "i32.store8 1",
        "i32.store16 2",
        "i64.store 8",
        "i64.store8 1",
        "i64.store16 2",
        "i64.store32 4",
        "f32.store 4",
        "f64.store 8")) {
      int space = access.indexOf(' ');
      accesses.add(
          arguments(access.substring(0, space), Integer.parseInt(access.substring(space + 1))));
    }
    return accesses.stream();
  }

  static Stream<String> instructionsThatAccess() {
    return accesses().map(access -> (String) access.get()[0]);
  }

  private static String access(String instruction, int address, long offset) {
    String value = instruction.contains("store") ? instruction.substring(0, 3) + ".const 0 " : "";
    String rest = instruction.contains("store") ? "" : " drop";
    return "i32.const " + address + " " + value + instruction + " 0 " + offset + rest
        + " i32.const 0";
  }

  @ParameterizedTest
  @MethodSource("accesses")
  void memoryEndsWhereItEnds(String instruction, int size) {
    assertInstanceOf(
        GuestResult.Success.class,
        BothEngines.execute(TestModule.guest(access(instruction, 65_536 - size, 0))));
    assertTraps(
        TrapReason.MEMORY_OUT_OF_BOUNDS,
        TestModule.guest(access(instruction, 65_536 - size + 1, 0)));
    assertTraps(
        TrapReason.MEMORY_OUT_OF_BOUNDS, TestModule.guest(access(instruction, 1, 65_536 - size)));
    assertTraps(TrapReason.MEMORY_OUT_OF_BOUNDS, TestModule.guest(access(instruction, -size, 0)));
  }

  /** The address that counts has 33 bits: it does not wrap to something inside. */
  @ParameterizedTest
  @MethodSource("instructionsThatAccess")
  void addressAndOffsetDoNotWrap(String instruction) {
    for (long offset : new long[] {0xffff_ffffL, 0x8000_0000L, 0x7fff_ffffL}) {
      for (int address : new int[] {8, -1}) {
        assertTraps(
            TrapReason.MEMORY_OUT_OF_BOUNDS,
            TestModule.guest(access(instruction, address, offset)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "i32.const 65535 i32.const 0 i32.const 2 memory.fill 0",
        "i32.const 65537 i32.const 0 i32.const 0 memory.fill 0",
        "i32.const 0 i32.const 65535 i32.const 2 memory.copy 0 0",
        "i32.const 65535 i32.const 0 i32.const 2 memory.copy 0 0",
        "i32.const -1 i32.const 0 i32.const 2 memory.copy 0 0",
        "i32.const 0 i32.const -1 i32.const 1 memory.copy 0 0",
      })
  void bulkOperationsOutOfBoundsTrap(String operation) {
    assertTraps(TrapReason.MEMORY_OUT_OF_BOUNDS, TestModule.guest(operation + " i32.const 0"));
  }

  /** A fill of two billion bytes once wrote some of them, and then failed with a fault of the engine. */
  @Test
  void hugeFillsTrapOrRunOut() {
    String fill = "i32.const 1 i32.const 7 i32.const 0x7fffffff memory.fill 0 i32.const 0";
    assertEquals(
        new GuestResult.OutOfFuel(BothEngines.FUEL), BothEngines.execute(TestModule.guest(fill)));
    long plenty = 1L << 40;
    assertEquals(
        new GuestResult.Trapped(Trap.of(TrapReason.MEMORY_OUT_OF_BOUNDS), Optional.empty(), plenty),
        BothEngines.execute(TestModule.guest(fill), plenty, TestHost::new));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 1_000_000, -1})
  void indirectCallsOfNothingOrOfAnotherTypeTrap(int entry) {
    TestModule module = TestModule.guest("i32.const " + entry + " call_indirect 2 0")
        .table(4)
        .element(0, "output_len", "alloc", "execute");
    assertEquals(2, module.type("", "i32"));
    assertTraps(TrapReason.INDIRECT_CALL, module);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "loop void br 0 end i32.const 0",
        "loop void i32.const 1 br_if 0 end i32.const 0",
        "loop void i32.const 0 br_table 1 0 0 end i32.const 0",
        "loop void call $leaf br 0 end i32.const 0",
      })
  void endlessLoopsRunOutOfFuel(String body) {
    TestModule module = TestModule.guest(body).function("leaf", "", "", "", "");
    assertEquals(new GuestResult.OutOfFuel(BothEngines.FUEL), BothEngines.execute(module));
    assertEquals(new GuestResult.OutOfFuel(1), BothEngines.execute(module, 1, TestHost::new));
  }

  /** Every function calls two others: no loop, no recursion, and 2 to the power of 60 calls. */
  @Test
  void exponentialTreesOfCallsRunOutOfFuel() {
    TestModule module = TestModule.guest("call $f59 i32.const 0");
    module.function("f0", "", "", "", "");
    for (int i = 1; i < 60; i++) {
      module.function("f" + i, "", "", "", ("call $f" + (i - 1) + " ").repeat(2));
    }
    assertEquals(new GuestResult.OutOfFuel(BothEngines.FUEL), BothEngines.execute(module));
  }

  @Test
  void aGuestMayRunOutOfFuelByItsLastInstruction() {
    TestModule module = TestModule.guest("i32.const 0");
    GuestResult.Success enough =
        assertInstanceOf(GuestResult.Success.class, BothEngines.execute(module));
    assertEquals(
        BothEngines.describe(enough),
        BothEngines.describe(BothEngines.execute(module, enough.fuelUsed(), TestHost::new)));
    assertEquals(
        new GuestResult.OutOfFuel(enough.fuelUsed() - 1),
        BothEngines.execute(module, enough.fuelUsed() - 1, TestHost::new));
  }
}
