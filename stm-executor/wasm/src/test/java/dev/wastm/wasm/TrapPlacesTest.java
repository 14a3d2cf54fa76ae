package dev.wastm.wasm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import com.dylibso.chicory.wasm.types.OpCode;
import dev.wastm.wasm.abi.GuestResult;
import dev.wastm.wasm.format.WasmBytes;
import dev.wastm.wasm.testing.BothEngines;
import dev.wastm.wasm.testing.TestHost;
import dev.wastm.wasm.testing.TestModule;
import dev.wastm.wasm.trap.Trap;
import dev.wastm.wasm.trap.TrapReason;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a guest trapped: the function and the instruction as the author's file has them, on both engines. */
@Tag("integration")
class TrapPlacesTest {
  private static final String NAME = "divide";

  /** A guest whose function 3, or more where it imports some, traps; execute calls it behind much else that might. */
  private static TestModule guest(String body, String... imports) {
    return TestModule.guest(
            "i32.const 0 i32.load 0 0 drop i32.const 9 i32.const 3 i32.div_u drop call $trap"
                + " i32.const 1 i32.const 0 i32.div_u",
            imports)
        .function("trap", "", "", "i32 i64", body);
  }

  private static GuestResult.Trapped run(TestModule module) {
    return assertInstanceOf(
        GuestResult.Trapped.class,
        BothEngines.run(module.bytes(), new byte[0], BothEngines.FUEL, TestHost::new)
            .result());
  }

  /** Where it traps, in words. */
  private static String place(TestModule module) {
    return ModulePlaces.of(module.bytes()).describe(run(module).place().orElseThrow());
  }

  /** The offset of the n-th instruction of a kind in the last function; n from 0. */
  private static int offset(TestModule module, OpCode op, int n) {
    WasmModule parsed = Parser.parse(module.bytes());
    int last = parsed.codeSection().functionBodyCount() - 1;
    List<AnnotatedInstruction> found =
        parsed.codeSection().getFunctionBody(last).instructions().stream()
            .filter(instruction -> instruction.opcode() == op)
            .toList();
    return found.get(n).address();
  }

  static Stream<Arguments> trapping() {
    return Stream.of(
        arguments("unreachable", OpCode.UNREACHABLE, 0),
        arguments(
            "i32.const 8 i32.const 4 i32.div_s i32.const 0 i32.div_s drop", OpCode.I32_DIV_S, 1),
        arguments("i64.const 8 i64.const 0 i64.rem_u drop", OpCode.I64_REM_U, 0),
        arguments("f64.const 1e99 i32.trunc_f64_s drop", OpCode.I32_TRUNC_F64_S, 0),
        arguments("i32.const -1 i32.load 0 0 drop", OpCode.I32_LOAD, 0),
        arguments("i32.const 0 i32.load 0 0xfffffff0 drop", OpCode.I32_LOAD, 0),
        arguments("i32.const 0 i64.const 1 i64.store 0 65529", OpCode.I64_STORE, 0),
        arguments("i32.const 0 i32.const 0 i32.const 99999 memory.fill 0", OpCode.MEMORY_FILL, 0),
        arguments("i32.const 0 i32.const 65530 i32.const 7 memory.copy 0 0", OpCode.MEMORY_COPY, 0),
        arguments("i32.const 7 call_indirect 2 0 drop", OpCode.CALL_INDIRECT, 0),
        arguments("call $trap", OpCode.CALL, 0),
        // Code that control cannot reach is not compiled, and counts all the same.
        arguments("block void br 0 unreachable end unreachable", OpCode.UNREACHABLE, 1),
        arguments(
            "block void loop void br 1 unreachable end unreachable end unreachable",
            OpCode.UNREACHABLE,
            2),
        arguments(
            "i32.const 0 if void unreachable else i32.const 1 i32.const 0 i32.div_u drop end",
            OpCode.I32_DIV_U,
            0),
        arguments(
            "block void i32.const 0 if void return unreachable else br 1 unreachable end"
                + " unreachable end unreachable",
            OpCode.UNREACHABLE,
            3),
        arguments(
            "loop void local.get 0 i32.const 1 i32.add local.tee 0 i32.const 9 i32.eq"
                + " if void unreachable end br 0 end unreachable",
            OpCode.UNREACHABLE,
            0));
  }

  @ParameterizedTest
  @MethodSource("trapping")
  void aTrapNamesFunctionAndOffset(String body, OpCode op, int n) {
    TestModule module = guest(body).table(2);
    int expected = body.startsWith("call $trap")
        ? Parser.parse(module.bytes())
            .codeSection()
            .getFunctionBody(3)
            .instructions()
            .get(0)
            .address()
        : offset(module, op, n);
    assertEquals("function 3, offset " + expected, place(module));
  }

  /** Imports count, and are never where a guest trapped: their caller is. */
  @Test
  void aHostCallTrapsWhereItWasCalled() {
    TestModule module = guest(
        "i32.const 0 i32.const 9 call $state_exists drop i32.const -1 i32.const 9 call $state_exists drop",
        "wastm.state_exists");
    assertEquals("function 4, offset " + offset(module, OpCode.CALL, 1), place(module));
    TestModule throughTable = guest(
            "i32.const 0 i32.const 0 i32.const 1 call_indirect 0 0 drop", "wastm.state_exists")
        .table(2)
        .element(1, "state_exists");
    assertEquals(Trap.of(TrapReason.EMPTY_KEY), run(throughTable).trap());
    assertEquals(
        "function 4, offset " + offset(throughTable, OpCode.CALL_INDIRECT, 0), place(throughTable));
  }

  /** A small leaf counts no fuel, and is a function all the same. */
  @Test
  void leavesAreNamed() {
    TestModule module = TestModule.guest("i32.const 1 i32.const 0 call $leaf")
        .function("leaf", "i32 i32", "i32", "", "local.get 0 local.get 1 i32.div_u");
    assertEquals("function 3, offset " + offset(module, OpCode.I32_DIV_U, 0), place(module));
  }

  /** What goes wrong before the guest begins or after it has ended is in none of its functions. */
  @Test
  void thereIsNoPlaceOutsideOfTheGuest() {
    assertEquals(Optional.empty(), run(TestModule.guest("i32.const -1")).place());
    assertEquals(
        Trap.of(TrapReason.MEMORY_OUT_OF_BOUNDS),
        run(TestModule.guest("i32.const -1")).trap());
  }

  private static TestModule named(TestModule module, String name) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    byte[] names = new WasmBytes()
        .op(1)
        .unsigned(utf8.length + 3L)
        .op(1, 3)
        .unsigned(utf8.length)
        .raw(utf8)
        .toByteArray();
    return module.custom("name", names);
  }

  /** What a terminal would obey is not printed, and nothing depends on which characters a JVM knows. */
  @Test
  void theNameSectionsNameIsGiven() {
    assertEquals(
        "function 3 \"divide\", offset " + offset(guest("unreachable"), OpCode.UNREACHABLE, 0),
        place(named(guest("unreachable"), NAME)));
    assertEquals(
        "function 3 \"größe?\u1c89?\", offset "
            + offset(guest("unreachable"), OpCode.UNREACHABLE, 0),
        place(named(guest("unreachable"), "größe\u001b\u1c89\u202e")));
  }

  private static TestModule mapped(TestModule module, String json) {
    String url = "data:application/json;base64,"
        + Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    byte[] bytes = url.getBytes(StandardCharsets.UTF_8);
    return module.custom(
        "sourceMappingURL", new WasmBytes().unsigned(bytes.length).raw(bytes).toByteArray());
  }

  /** Segments at offset 1 (line 3 of the second source, column 5), and at 2000 (no source). */
  private static final String MAP =
      "{\"version\":3,\"sourceRoot\":\"\",\"sources\":[\"a.ts\",\"lib/b.ts\"],\"x\":{\"y\":[1]},"
          + "\"names\":[\"n\"],\"mappings\":\"CCEIA,+8D\"}";

  @Test
  void aSourceMapWithinTheModuleGivesTheLine() {
    TestModule module = guest("unreachable");
    int offset = offset(module, OpCode.UNREACHABLE, 0);
    assertEquals("function 3, offset " + offset + ", at lib/b.ts:3:5", place(mapped(module, MAP)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"version\":3",
        "{\"version\":3}",
        "{\"sources\":[\"a.ts\"],\"mappings\":\"CCEIA\"}",
        "{\"sources\":[\"a.ts\"],\"mappings\":\"zzzz\"}",
        "{\"sources\":[\"a.ts\"],\"mappings\":\"C!\"}",
        "{\"sources\":[\"a.ts\"],\"mappings\":\"CAAg\"}",
        "{\"sources\":[1,{}],\"mappings\":\"CAAA\"}",
        "{\"sources\":\"a.ts\",\"mappings\":[]}",
        "{\"sections\":[{\"offset\":{}}]}",
      })
  void aMalformedSourceMapIsNone(String json) {
    TestModule module = guest("unreachable");
    int offset = offset(module, OpCode.UNREACHABLE, 0);
    assertEquals("function 3, offset " + offset, place(mapped(module, json)));
  }

  /** A map that lies elsewhere is not what the module's digest is of: no receipt may depend on it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "counter.wasm.map",
        "https://example.org/map",
        "data:application/json,{}",
        "data:application/json;base64,!",
        "data:application/json;base64,e30",
      })
  void aSourceMapElsewhereIsNone(String url) {
    TestModule module = guest("unreachable");
    byte[] bytes = url.getBytes(StandardCharsets.UTF_8);
    int offset = offset(module, OpCode.UNREACHABLE, 0);
    module.custom(
        "sourceMappingURL", new WasmBytes().unsigned(bytes.length).raw(bytes).toByteArray());
    assertEquals("function 3, offset " + offset, place(module));
  }

  /** The stack that the JVM keeps of an exception ends at 1024 frames: the innermost are there. */
  @Test
  void deepRecursionTrapsInItsInnermostFunction() {
    TestModule module = TestModule.guest("i32.const 9000 call $down i32.const 0")
        .function(
            "down",
            "i32",
            "",
            "",
            "local.get 0 if void local.get 0 i32.const 1 i32.sub call $down else unreachable end");
    assertEquals("function 3, offset " + offset(module, OpCode.UNREACHABLE, 0), place(module));
  }
}
