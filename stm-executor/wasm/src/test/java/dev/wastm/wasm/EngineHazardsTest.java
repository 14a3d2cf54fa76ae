package dev.wastm.wasm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.OpCode;
import dev.wastm.wasm.abi.CallBudget;
import dev.wastm.wasm.abi.GuestResult;
import dev.wastm.wasm.metering.UnsignedComparisons;
import dev.wastm.wasm.runtime.GuestMemory;
import dev.wastm.wasm.testing.BothEngines;
import dev.wastm.wasm.testing.Epoch;
import dev.wastm.wasm.testing.TestHost;
import dev.wastm.wasm.testing.TestModule;
import dev.wastm.wasm.trap.EngineTraps;
import dev.wastm.wasm.trap.GuestTrap;
import dev.wastm.wasm.trap.TrapReason;
import dev.wastm.wasm.validation.Features;
import dev.wastm.wasm.validation.InvalidModuleException;
import dev.wastm.wasm.validation.Violation;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is wrong in Chicory 1.7.5 and was mended in its successor: each case fails without the guard that its comment names, or shows that no
 * guest comes to it.
 */
class EngineHazardsTest {
  private static List<String> violations(byte[] wasm) {
    return ModuleChecker.check(wasm, Epoch.RULES).violations().stream()
        .map(Violation::toString)
        .toList();
  }

  /**
   * The engine's memories check bounds by adding address and size, which wraps. Guests have a memory of our own; guard: {@link
   * GuestMemory#requireInside}, which subtracts.
   */
  @ParameterizedTest
  @CsvSource({
    "0x7fffffff, 1",
    "0x7fffffff, 0x7fffffff",
    "1, 0x7fffffff",
    "65536, 1",
    "-1, 1",
    "-1, 2",
    "-1, -1",
    "8, -8",
    "8, -1",
    "-2147483648, -2147483648"
  })
  void addressAndSizeDoNotWrap(String addressText, String sizeText) {
    int address = Integer.decode(addressText);
    int size = Integer.decode(sizeText);
    GuestMemory memory = new GuestMemory(new MemoryLimits(1, 1), 1);
    byte[] before = memory.readBytes(0, 65_536);
    assertTrapsOutOfBounds(() -> memory.readBytes(address, size));
    assertTrapsOutOfBounds(() -> memory.write(address, new byte[0], 0, size));
    assertArrayEquals(before, memory.readBytes(0, 65_536));
  }

  private static void assertTrapsOutOfBounds(org.junit.jupiter.api.function.Executable access) {
    assertEquals(
        TrapReason.MEMORY_OUT_OF_BOUNDS,
        assertThrows(GuestTrap.class, access).trap().reason());
  }

  /** The same, from a guest: nothing is written before the trap. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "i32.const 65528 i32.const 7 i32.const 16 memory.fill 0",
        "i32.const 65528 i32.const 0 i32.const 16 memory.copy 0 0",
        "i32.const -8 i32.const 7 i32.const 16 memory.fill 0",
        "i32.const -8 i32.const 0 i32.const 16 memory.copy 0 0",
        "i32.const 0 i32.const -8 i32.const 16 memory.copy 0 0",
      })
  void aBulkOperationThatWrapsTraps(String operation) {
    assertEquals(
        Epoch.trapped(TrapReason.MEMORY_OUT_OF_BOUNDS),
        BothEngines.execute(TestModule.guest(operation + " i32.const 0")));
  }

  /**
   * {@code table.fill} and {@code table.init} add offset and size, which overflows; {@code table.copy} takes the instances from the wrong
   * table; {@code table.grow} changes what instances share. No guest comes to them; guard: {@link Features} refuses modules that have them.
   */
  @ParameterizedTest
  @CsvSource({
    "table.fill, unreachable table.fill 0",
    "table.init, i32.const 0x7fffffff i32.const 0 i32.const 2 table.init 0 0",
    "table.copy, i32.const 0 i32.const 0 i32.const 1 table.copy 0 0",
    "table.grow, unreachable table.grow 0 drop",
    "table.set, unreachable table.set 0"
  })
  void tablesDoNotChange(String name, String operation) {
    TestModule module = TestModule.guest("i32.const 0")
        .function("f", "", "", "", operation)
        .table(4)
        .element(0, "f");
    List<String> violations = violations(module.bytes());
    assertEquals(1, violations.size(), violations::toString);
    assertTrue(violations.get(0).endsWith("is not allowed."), violations::toString);
    assertThrows(InvalidModuleException.class, () -> GuestModule.of(module.bytes(), Epoch.RULES));
  }

  /**
   * A block's type is read as an unsigned number: {@code c0 00}, which is type 64, as no type at all ({@code 40}), and {@code ff 00}, type
   * 127, as i32. Guard: {@code CodeRules}.
   */
  @ParameterizedTest
  @CsvSource({"0xc0, void, ''", "0xff, i32, drop", "0xfe, i64, drop"})
  void aBlockOfATypeThatIsNotThereIsRefused(String encoded, String readAs, String rest) {
    String value = readAs.equals("void") ? "nop" : readAs + ".const 0";
    byte[] wasm = TestModule.guest(
            "block " + readAs + " nop " + value + " end " + rest + " i32.const 0")
        .bytes();
    assertEquals(List.of(), violations(wasm));
    int block = indexOfBlock(wasm);
    wasm[block + 1] = (byte) (int) Integer.decode(encoded);
    wasm[block + 2] = 0;
    List<String> violations = violations(wasm);
    assertEquals(1, violations.size(), violations::toString);
    assertTrue(
        violations.get(0).endsWith(": The block has a type that is not there."),
        violations::toString);
    assertThrows(InvalidModuleException.class, () -> GuestModule.of(wasm, Epoch.RULES));
  }

  /** The block, its type, and the first instruction in it, which does nothing and makes room for a type of two bytes. */
  private static int indexOfBlock(byte[] wasm) {
    for (int i = 0; i + 2 < wasm.length; i++) {
      if (wasm[i] == 0x02 && wasm[i + 2] == 0x01 && (wasm[i + 1] & 0xc0) == 0x40) {
        return i;
      }
    }
    throw new AssertionError("There is no block in " + Arrays.toString(wasm));
  }

  /** With the limit on types, no type needs more than a byte: the one that is read wrong does not exist. */
  @Test
  void thereIsNoTypeThatTheEngineReadsWrong() {
    assertTrue(Epoch.MODULES.types() <= 64);
  }

  /**
   * The engine turns a StackOverflowError that comes out of a host call into the exception of a guest whose calls are too deep. It is no
   * outcome; guard: {@link EngineTraps#requireGuests}.
   */
  @ParameterizedTest
  @EnumSource(Engine.class)
  void anOverflowInAHostCallIsAFault(Engine engine) throws Exception {
    class Overflowing extends TestHost {
      @Override
      public boolean exists(byte[] key) {
        throw new StackOverflowError("as the JVM throws it");
      }
    }
    ExecutableModule module = ExecutableModule.prepare(
        GuestModule.of(
            TestModule.guest(
                    "i32.const 0 i32.const 1 call $state_exists drop i32.const 0",
                    "wastm.state_exists")
                .bytes(),
            Epoch.RULES),
        engine);
    CallBudget budget = Epoch.budget(BothEngines.FUEL);
    IllegalStateException fault = assertThrows(
        IllegalStateException.class,
        () -> module.execute(new byte[0], new byte[0], budget, new Overflowing()));
    assertEquals("The guest could not be run to its end: call stack exhausted", fault.getMessage());
    assertInstanceOf(
        GuestResult.Success.class,
        module.execute(new byte[0], new byte[0], budget, new TestHost()));
  }

  /**
   * Compilers of JDK 17 get unsigned comparisons of i32 wrong now and then, of which the engine works around {@code i32.ge_u} only. Guard: on
   * those JDKs all four are written through i64, also those that instrumentation adds.
   */
  @Test
  void noEngineMeetsAnUnsignedComparisonOnAJvmThatGetsThemWrong() throws Exception {
    byte[] wasm = TestModule.guest(
            "i32.const 1 i32.const 2 i32.lt_u if void i32.const 3 i32.const 4 i32.gt_u drop end"
                + " i32.const 1 i32.const 2 i32.le_u drop i32.const 5 i32.const 6 i32.ge_u drop"
                + " i32.const 0 i32.const 0 i32.const 9 memory.fill 0"
                + " i32.const 0 i32.const 0 i32.const 9 memory.copy 0 0 i32.const 1 memory.grow 0 drop i32.const 0")
        .bytes();
    WasmModule metered = GuestModule.of(wasm, UnsignedComparisons.WIDENED, Epoch.RULES)
        .instrumented()
        .parsed();
    Set<OpCode> wrong = Set.of(OpCode.I32_LT_U, OpCode.I32_GT_U, OpCode.I32_LE_U, OpCode.I32_GE_U);
    for (int i = 0; i < metered.codeSection().functionBodyCount(); i++) {
      assertTrue(metered.codeSection().getFunctionBody(i).instructions().stream()
          .noneMatch(each -> wrong.contains(each.opcode())));
    }
    assertEquals(
        Runtime.version().feature() <= 17
            ? UnsignedComparisons.WIDENED
            : UnsignedComparisons.NATIVE,
        UnsignedComparisons.ofThisJvm());
  }
}
