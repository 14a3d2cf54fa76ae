package dev.wastm.wasm.metering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.OpCode;
import dev.wastm.wasm.Engine;
import dev.wastm.wasm.ExecutableModule;
import dev.wastm.wasm.GuestModule;
import dev.wastm.wasm.abi.GuestResult;
import dev.wastm.wasm.format.WasmFile;
import dev.wastm.wasm.testing.BothEngines;
import dev.wastm.wasm.testing.Epoch;
import dev.wastm.wasm.testing.TestHost;
import dev.wastm.wasm.testing.TestModule;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is computed does not depend on the engine, nor on how warm the JVM is: cold and warm, on patterns that bring out NaNs and signs. */
@Tag("conformance")
class NumericsTest {
  private static final long F32_CANONICAL = 0x7fc0_0000L;
  private static final long F64_CANONICAL = 0x7ff8_0000_0000_0000L;

  /** Patterns a page holds; each loop computes with every pair of neighbours. */
  private static final int PATTERNS = 64;

  private static final int ROUNDS = 400;

  private static final long[] F32 = {
    0x7fc0_0000L,
    0xffc0_0000L,
    0x7fa0_0000L,
    0xffa0_0001L,
    0x7f80_0001L,
    0x7fff_ffffL,
    0xffff_ffffL,
    0x7f80_0000L,
    0xff80_0000L,
    0,
    0x8000_0000L,
    1,
    0x3f80_0000L,
    0xbf80_0000L,
  };

  private static long[] f32() {
    Random random = new Random(5);
    long[] patterns = new long[PATTERNS];
    for (int i = 0; i < PATTERNS; i++) {
      patterns[i] = i < F32.length ? F32[i] : F32[random.nextInt(F32.length)];
    }
    return patterns;
  }

  /** The same kinds of patterns, spread over 64 bits. */
  private static long widened(long f32) {
    long sign = (f32 >>> 31) << 63;
    long exponent = (f32 >>> 23) & 0xff;
    long wide = exponent == 0xff ? 0x7ff : exponent == 0 ? 0 : exponent - 127 + 1023;
    return sign | (wide << 52) | ((f32 & 0x7f_ffffL) << 29) | (f32 & 1);
  }

  private static byte[] bytes(boolean wide) {
    ByteBuffer bytes = ByteBuffer.allocate(PATTERNS * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (long pattern : f32()) {
      if (wide) {
        bytes.putLong(widened(pattern));
      } else {
        bytes.putInt((int) pattern);
      }
    }
    return bytes.array();
  }

  /** An instruction, its operands and result as types. */
  static Stream<Arguments> operations() {
    List<Arguments> operations = new ArrayList<>();
    for (String type : List.of("f32", "f64")) {
      for (String op : List.of("add", "sub", "mul", "div", "min", "max", "copysign")) {
        operations.add(arguments(type + "." + op, 2, type, type));
      }
      for (String op : List.of("sqrt", "ceil", "floor", "trunc", "nearest", "neg", "abs")) {
        operations.add(arguments(type + "." + op, 1, type, type));
      }
    }
    operations.add(arguments("f32.demote_f64", 1, "f64", "f32"));
    operations.add(arguments("f64.promote_f32", 1, "f32", "f64"));
    for (String type : List.of("i32", "i64")) {
      for (String op : List.of("lt_u", "gt_u", "le_u", "ge_u", "lt_s", "gt_s", "le_s", "ge_s")) {
        operations.add(arguments(type + "." + op, 2, type, "i32"));
      }
    }
    return operations.stream();
  }

  /**
   * Folds the result's bits over all patterns, many times, so that the loop is compiled by every tier of the JVM while it runs, and stores
   * the fold: any bit that changes on the way changes the output.
   */
  private static TestModule folding(String instruction, int operands, String from, String to) {
    boolean wide = from.endsWith("64");
    int size = wide ? 8 : 4;
    String first = "local.get 2 " + from + ".load 0 2048 ";
    String second = "local.get 2 " + from + ".load 0 " + (2048 + size) + " ";
    String bits = switch (to) {
      case "f32" -> "i32.reinterpret_f32 i64.extend_i32_u ";
      case "f64" -> "i64.reinterpret_f64 ";
      default -> "i64.extend_i32_u ";
    };
    String body = "loop void i32.const 0 local.set 2 loop void local.get 4 i64.const 31 i64.mul "
        + first + (operands == 2 ? second : "") + instruction + " " + bits
        + "i64.add local.set 4 local.get 2 i32.const " + size + " i32.add local.tee 2 i32.const "
        + (PATTERNS - 1) * size + " i32.lt_s br_if 0 end"
        + " local.get 3 i32.const 1 i32.add local.tee 3 i32.const " + ROUNDS
        + " i32.lt_s br_if 0 end i32.const 0 local.get 4 i64.store 0 0 i32.const 0";
    return TestModule.guest(body).data(2048, bytes(wide));
  }

  private static long reference(String instruction, int operands, String from) {
    boolean wide = from.endsWith("64");
    long fold = 0;
    long[] patterns = f32();
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < PATTERNS - 1; i++) {
        long a = wide ? widened(patterns[i]) : patterns[i];
        long b = wide ? widened(patterns[i + 1]) : patterns[i + 1];
        fold = fold * 31 + Reference.compute(instruction, a, operands == 2 ? b : 0);
      }
    }
    return fold;
  }

  @ParameterizedTest
  @MethodSource("operations")
  void everyEngineComputesWhatTheStandardSays(
      String instruction, int operands, String from, String to) {
    TestModule module = folding(instruction, operands, from, to);
    GuestResult result = BothEngines.execute(module);
    assertEquals(reference(instruction, operands, from), BothEngines.output(result));
  }

  /** The faults show now and then only, or on other JVMs: so what is looked for is that no engine meets these instructions. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "i32.lt_u",
        "i32.gt_u",
        "i32.le_u",
        "i32.ge_u",
        "f32.copysign",
        "f64.copysign",
        "f32.neg",
        "f64.neg",
        "f32.abs",
        "f64.abs",
      })
  void instructionsThatEnginesGetWrongAreReplaced(String instruction) {
    String type = instruction.substring(0, 3);
    int operands = instruction.endsWith("neg") || instruction.endsWith("abs") ? 1 : 2;
    byte[] wasm = folding(instruction, operands, type, type).bytes();
    WasmModule metered = WasmFile.parse(Instrumentation.instrument(
            wasm, WasmFile.parse(wasm), UnsignedComparisons.WIDENED, Epoch.RULES)
        .wasm());
    OpCode replaced = OpCode.valueOf(instruction.replace('.', '_').toUpperCase(Locale.ROOT));
    for (int i = 0; i < metered.codeSection().functionBodyCount(); i++) {
      assertTrue(metered.codeSection().getFunctionBody(i).instructions().stream()
          .noneMatch(each -> each.opcode() == replaced));
    }
  }

  @Test
  void unsignedComparisonsAreWidenedWhereTheJvmIsAtFault() {
    assertEquals(
        Runtime.version().feature() < 18 ? UnsignedComparisons.WIDENED : UnsignedComparisons.NATIVE,
        UnsignedComparisons.ofThisJvm());
  }

  /** The engine takes the number for the bits of a NaN, and gives its sign. */
  @Test
  void theSignOfANumberIsItsOwn() {
    assertEquals(
        0x3f80_0000L,
        BothEngines.output(BothEngines.execute(TestModule.guest(
            "i32.const 0 f32.const 1 f32.const 4290772992 f32.copysign f32.store 0 0"
                + " i32.const 0"))));
  }

  /** A warm JVM has recompiled the same code several times: bits must not change with it. */
  @ParameterizedTest
  @EnumSource(Engine.class)
  void bitsDoNotChangeAsTheJvmWarmsUp(Engine engine) throws Exception {
    int times = engine == Engine.COMPILED ? 100 : 3;
    for (String instruction : List.of("f32.add", "f64.mul", "f32.max")) {
      String type = instruction.substring(0, 3);
      ExecutableModule module = ExecutableModule.prepare(
          GuestModule.of(folding(instruction, 2, type, type).bytes(), Epoch.RULES), engine);
      long expected = reference(instruction, 2, type);
      for (int i = 0; i < times; i++) {
        GuestResult result = module.execute(
            new byte[0], new byte[0], Epoch.budget(BothEngines.FUEL), new TestHost());
        assertEquals(expected, BothEngines.output(result), instruction + ", execution " + i);
      }
    }
  }

  /** The interpreter alone took a product whose lower half is zero for true. */
  @Test
  void productsHave32Bits() {
    String product = "i32.const 1024 i32.const -2147483648 i32.mul ";
    String store = "i32.const 0 i32.const 1 i32.store 0 0 ";
    assertEquals(
        0,
        BothEngines.output(BothEngines.execute(
            TestModule.guest(product + "if void " + store + "end i32.const 0"))));
    assertEquals(
        0,
        BothEngines.output(BothEngines.execute(TestModule.guest(
            "i32.const 0 " + product + "i64.extend_i32_u i64.store 0 0 i32.const 0"))));
    assertEquals(
        0xffff_ffffL - 9,
        BothEngines.output(BothEngines.execute(TestModule.guest(
            "i32.const 0 i32.const -2 i32.const 5 i32.mul i64.extend_i32_u i64.store 0 0"
                + " i32.const 0"))));
  }

  @Test
  void theCanonicalNaNIsPositiveAndQuiet() {
    assertEquals(
        F32_CANONICAL,
        BothEngines.output(BothEngines.execute(TestModule.guest(
            "i32.const 0 f32.const -0.0 f32.const 0 f32.div f32.store 0 0 i32.const 0"))));
    assertEquals(
        F64_CANONICAL,
        BothEngines.output(BothEngines.execute(
            TestModule.guest("i32.const 0 f64.const -1 f64.sqrt f64.store 0 0 i32.const 0"))));
  }

  /** A guest that makes a NaN bit by bit finds the same bits again, wherever it puts them meanwhile. */
  @ParameterizedTest
  @MethodSource("signalling")
  void bitsOfAGuestsOwnNaNsAreKept(String body, long expected) {
    TestModule module = TestModule.guest(body + " i32.const 0")
        .global("f32", "f32.const 0")
        .global("f64", "f64.const 0")
        .function("same32", "f32", "f32", "", "local.get 0")
        .function("same64", "f64", "f64", "", "local.get 0");
    GuestResult result = BothEngines.execute(module);
    assertInstanceOf(GuestResult.Success.class, result);
    assertEquals(expected, BothEngines.output(result));
  }

  static Stream<Arguments> signalling() {
    String f32 = "i32.const 0x7fa12345 f32.reinterpret_i32";
    String f64 = "i64.const 0x7ff4123456789abc f64.reinterpret_i64";
    long bits32 = 0x7fa1_2345L;
    long bits64 = 0x7ff4_1234_5678_9abcL;
    return Stream.of(
        arguments("i32.const 0 " + f32 + " f32.store 0 0", bits32),
        arguments("i32.const 0 " + f32 + " call $same32 f32.store 0 0", bits32),
        arguments("i32.const 0 " + f32 + " global.set 0 global.get 0 f32.store 0 0", bits32),
        arguments("i32.const 0 " + f32 + " f32.const 1 i32.const 1 select f32.store 0 0", bits32),
        arguments("i32.const 0 f32.const 0x7fa12345 f32.store 0 0", bits32),
        arguments(
            "i32.const 0 " + f32 + " f32.neg i32.reinterpret_f32 i32.store 0 0", 0xffa1_2345L),
        arguments(
            "i32.const 0 " + f32 + " f32.neg f32.abs i32.reinterpret_f32 i32.store 0 0", bits32),
        arguments("i32.const 0 " + f64 + " f64.store 0 0", bits64),
        arguments("i32.const 0 " + f64 + " call $same64 f64.store 0 0", bits64),
        arguments("i32.const 0 " + f64 + " global.set 1 global.get 1 f64.store 0 0", bits64),
        arguments("i32.const 0 f64.const 0x7ff4123456789abc f64.store 0 0", bits64));
  }
}
