package dev.wastm.wasm.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.wastm.wasm.GuestModule;
import dev.wastm.wasm.ModuleChecker;
import dev.wastm.wasm.ModuleReport;
import dev.wastm.wasm.format.WasmBytes;
import dev.wastm.wasm.testing.Epoch;
import dev.wastm.wasm.testing.TestModule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule of {@code docs/modules.md}, and each limit from both of its sides. */
@Tag("conformance")
class ModuleRulesTest {
  private static TestModule guest() {
    return TestModule.guest("i32.const 0");
  }

  private static List<String> violations(TestModule module) {
    return violations(module.bytes());
  }

  private static List<String> violations(byte[] wasm) {
    return ModuleChecker.check(wasm, Epoch.RULES).violations().stream()
        .map(Violation::toString)
        .toList();
  }

  private static void assertValid(TestModule module) {
    assertEquals(List.of(), violations(module));
  }

  private static void assertViolates(String violation, TestModule module) {
    assertEquals(List.of(violation), violations(module));
    InvalidModuleException refused = assertThrows(
        InvalidModuleException.class, () -> GuestModule.of(module.bytes(), Epoch.RULES));
    assertEquals("This is not a valid actor module: " + violation, refused.getMessage());
  }

  @Test
  void theFileIsAtMost256KiB() {
    int rest = Epoch.MODULES.fileBytes() - guest().bytes().length;
    int header = 4 + 2;
    assertValid(guest().custom("x", new byte[rest - header]));
    assertEquals(
        Epoch.MODULES.fileBytes(), guest().custom("x", new byte[rest - header]).bytes().length);
    assertViolates(
        "file: It has 262145 bytes; the limit is 262144.",
        guest().custom("x", new byte[rest - header + 1]));
  }

  private static TestModule functions(int count) {
    TestModule module = guest();
    for (int i = 3; i < count; i++) {
      module.function("f" + i, "", "", "", "");
    }
    return module;
  }

  private static TestModule types(int count) {
    TestModule module = guest();
    for (int i = 3; i < count; i++) {
      module.repeatedType("i64 ".repeat(i % 32), "f32 ".repeat(i / 32 + 1));
    }
    return module;
  }

  private static TestModule globals(int count) {
    TestModule module = guest();
    for (int i = 0; i < count; i++) {
      module.global("i32", "i32.const 1");
    }
    return module;
  }

  private static TestModule exports(int count) {
    TestModule module = guest();
    for (int i = 4; i < count; i++) {
      module.export("e" + i, 0, 0);
    }
    return module;
  }

  private static TestModule segments(int count) {
    TestModule module = guest();
    for (int i = 0; i < count; i++) {
      module.data(i, "x");
    }
    return module;
  }

  private static TestModule elements(int count) {
    TestModule module = guest().table(1024);
    String[] names = new String[count / 2];
    java.util.Arrays.fill(names, "alloc");
    module.element(0, names).element(0, names);
    return count % 2 == 0 ? module : module.element(0, "alloc");
  }

  private static TestModule table(int entries) {
    return guest().table(entries);
  }

  private static TestModule memory(int pages) {
    return TestModule.withInterface("i32.const 0", "i32.const 0")
        .memory(pages, 100)
        .exportMemory();
  }

  private static TestModule parameters(int count) {
    return guest().function("f", "i32 ".repeat(count), "", "", "");
  }

  private static TestModule results(int count) {
    return guest().function("f", "", "i64 ".repeat(count), "", "i64.const 1 ".repeat(count));
  }

  private static TestModule locals(int count) {
    return guest().function("f", "i32", "", "f64 ".repeat(count), "");
  }

  private static TestModule instructions(int count) {
    return guest().function("f", "", "", "", "nop ".repeat(count - 1));
  }

  private static TestModule branches(int count) {
    return guest()
        .function("f", "", "", "", "i32.const 0 br_table " + (count - 1) + " 0".repeat(count));
  }

  private static TestModule nesting(int depth) {
    return guest().function("f", "", "", "", "block void ".repeat(depth) + "end ".repeat(depth));
  }

  @FunctionalInterface
  interface Sized {
    TestModule of(int size);
  }

  static Stream<Arguments> limits() {
    return Stream.of(
        arguments("module", "functions", 1_000, (Sized) ModuleRulesTest::functions),
        arguments("module", "types", 64, (Sized) ModuleRulesTest::types),
        arguments("module", "globals", 1_000, (Sized) ModuleRulesTest::globals),
        arguments("module", "exports", 1_000, (Sized) ModuleRulesTest::exports),
        arguments("module", "data segments", 1_000, (Sized) ModuleRulesTest::segments),
        arguments(
            "module", "entries in element segments", 2_048, (Sized) ModuleRulesTest::elements),
        arguments("table 0", "entries", 1_024, (Sized) ModuleRulesTest::table),
        arguments("memory", "pages to begin with", 16, (Sized) ModuleRulesTest::memory),
        arguments("type 3", "parameters", 32, (Sized) ModuleRulesTest::parameters),
        arguments("type 3", "results", 32, (Sized) ModuleRulesTest::results),
        arguments("code 3", "locals", 200, (Sized) ModuleRulesTest::locals),
        arguments("function 3", "instructions", 2_000, (Sized) ModuleRulesTest::instructions),
        arguments("function 3, offset 126", "branches in a br_table", 256, (Sized)
            ModuleRulesTest::branches),
        arguments(
            "function 3, offset 124", "nested blocks", 300, (Sized) ModuleRulesTest::nesting));
  }

  @ParameterizedTest
  @MethodSource("limits")
  void limitsHaveTwoSides(String place, String what, int max, Sized module) {
    assertValid(module.of(max));
    assertViolates(
        place + ": It has " + (max + 1) + " " + what + "; the limit is " + max + ".",
        module.of(max + 1));
  }

  @Test
  void equalTypesAreRefused() {
    assertViolates(
        "type 3: It is the same as type 1; declare each once.",
        guest().repeatedType("i32 i32", "i32"));
  }

  /** 250 branches of 40 operands each, in ten functions: as many as are allowed; and one more. */
  @Test
  void operandsThatBranchesDropAreLimited() {
    assertValid(dropping(""));
    assertViolates(
        "module: It has 100001 operands that branches drop; the limit is 100000.",
        dropping("block void i32.const 1 i32.const 0 br_if 0 drop end"));
  }

  private static TestModule dropping(String more) {
    TestModule module = guest();
    for (int i = 0; i < 10; i++) {
      module.function(
          "f" + i,
          "",
          "",
          "",
          "block void " + "i32.const 1 ".repeat(40) + "i32.const 0 br_if 0 ".repeat(250)
              + "drop ".repeat(40) + "end");
    }
    return module.function("more", "", "", "", more);
  }

  /** A function of a type that is not there, which the parser lets pass. */
  @Test
  void whatTheParserLeavesOpenIsRefused() {
    byte[] wasm = guest().bytes();
    int functions = new String(wasm, StandardCharsets.ISO_8859_1).indexOf("\3\4\3\0\1\2");
    wasm[functions + 4] = 65;
    assertTrue(violations(wasm).get(0).startsWith("file: It is not a well-formed"));
  }

  @Test
  void oneTableIsAllowed() {
    assertViolates("module: It has 2 tables; the limit is 1.", guest().table(1).table(1));
  }

  @Test
  void exportsAreRequired() {
    assertEquals(
        List.of(
            "exports: The function alloc is not exported.",
            "exports: The function execute is not exported.",
            "exports: The function output_len is not exported.",
            "memory: A memory of the module's own must be exported as \"memory\"."),
        violations(new TestModule().function("f", "", "", "", "")));
  }

  @Test
  void exportsAreThereAndUnique() {
    assertViolates(
        "exports: What is exported as \"lost\" is not there.", guest().export("lost", 0, 3));
    assertViolates(
        "exports: What is exported as \"lost\" is not there.", guest().exportGlobal("lost", 0));
    assertViolates("exports: The name \"alloc\" is exported twice.", guest().export("alloc", 0, 0));
  }

  @Test
  void aGuestHasOneMemory() {
    assertViolates("memory: It has 2 memories; a guest has one.", guest().memory(1, 1));
  }

  @Test
  void exportsHaveTheirTypes() {
    TestModule module = new TestModule()
        .exported("alloc", "i64", "i32", "i32.const 0")
        .exported("execute", "i32 i32", "", "")
        .exported("output_len", "i32", "i32", "i32.const 0")
        .exported("_initialize", "", "i32", "i32.const 0")
        .memory(1, 1)
        .exportMemory();
    assertEquals(
        List.of(
            "exports: The function alloc must have the type (I32) -> (I32).",
            "exports: The function execute must have the type (I32,I32) -> (I32).",
            "exports: The function output_len must have the type () -> (I32).",
            "exports: The function _initialize must have the type () -> nil."),
        violations(module));
  }

  @Test
  void anExportedFunctionIsTheModulesOwn() {
    TestModule module = new TestModule()
        .imported("wastm.ctx_tx_index")
        .export("output_len", 0, 0)
        .exported("alloc", "i32", "i32", "i32.const 0")
        .exported("execute", "i32 i32", "i32", "i32.const 0")
        .memory(1, 1)
        .exportMemory();
    assertViolates(
        "exports: The function output_len is an import; it must be the module's own.", module);
  }

  @Test
  void importsAreWhatTheHostOffers() {
    TestModule unknown = new TestModule().imported("wastm.format_disk", "", "");
    assertTrue(
        violations(unknown).contains("imports: The host offers no function wastm.format_disk."));
    TestModule wrong = new TestModule().imported("wastm.log", "i32", "i32");
    assertTrue(violations(wrong)
        .contains("imports: wastm.log is declared as (I32) -> (I32), but the host offers it as"
            + " (I32,I32,I32) -> nil."));
    TestModule memory = guest().importedMemory();
    assertTrue(violations(memory)
        .contains("imports: env.memory is not a function; guests import functions only."));
  }

  @Test
  void sharedMemoryIsRefused() {
    TestModule shared =
        TestModule.withInterface("i32.const 0", "i32.const 0").memory(3, 1, 1).exportMemory();
    assertTrue(violations(shared)
        .contains("memory: Shared memory is not allowed: guests have no threads."));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 7})
  void memory64IsRefused(int flags) {
    TestModule module = TestModule.withInterface("i32.const 0", "i32.const 0")
        .memory(flags, 1, 1)
        .exportMemory();
    assertTrue(violations(module).get(0).startsWith("file: It is not a well-formed and valid"));
  }

  static Stream<Arguments> forbidden() {
    return Stream.of(
        arguments("table.size", "table.size 0 drop"),
        arguments("table.get", "i32.const 0 table.get 0 drop"),
        arguments("table.init", "i32.const 0 i32.const 0 i32.const 0 table.init 0 0"),
        arguments("table.copy", "i32.const 0 i32.const 0 i32.const 0 table.copy 0 0"),
        arguments("elem.drop", "elem.drop 0"),
        arguments("table.set", "unreachable table.set 0"),
        arguments("table.grow", "unreachable table.grow 0 drop"),
        arguments("table.fill", "unreachable table.fill 0"),
        arguments("memory.init", "i32.const 0 i32.const 0 i32.const 0 memory.init 0 0"),
        arguments("data.drop", "data.drop 0"),
        arguments("mem_atomic_notify", "i32.const 0 i32.const 0 mem_atomic_notify 2 0 drop"),
        arguments("atomic.fence", "atomic.fence 0"),
        arguments("i32.atomic_load", "i32.const 0 i32.atomic_load 2 0 drop"),
        arguments("return_call", "return_call $f"),
        arguments("v128.load", "i32.const 0 v128.load 0 0 drop"));
  }

  @ParameterizedTest
  @MethodSource("forbidden")
  void instructionsOutsideTheProfileAreRefused(String name, String body) {
    TestModule module =
        guest().function("f", "", "", "", body).table(1).data(0, "data").dataCount();
    module.element(0, "f");
    List<String> violations = violations(module);
    assertEquals(1, violations.size(), violations.toString());
    assertTrue(
        violations.get(0).startsWith("function 3, offset ")
            && violations.get(0).endsWith(": The instruction " + name + " is not allowed."),
        violations.get(0));
  }

  @Test
  void referencesAndVectorsAreRefusedWhereverTheyAppear() {
    assertViolates(
        "type 3: It uses a type other than i32, i64, f32 and f64.",
        guest().function("f", "v128", "", "", ""));
    assertViolates(
        "type 3: It uses a type other than i32, i64, f32 and f64.",
        guest().function("f", "", "externref", "", "unreachable"));
    assertViolates(
        "function 3: It has a local of a type other than i32, i64, f32 and f64.",
        guest().function("f", "", "", "v128", ""));
  }

  @Test
  void violationsNameTheFunctionAsItsAuthorDoes() {
    byte[] names = new WasmBytes()
        .op(1, 8, 1, 3, 5)
        .raw("tic\u001bk".getBytes(StandardCharsets.UTF_8))
        .toByteArray();
    TestModule module =
        guest().function("f", "", "", "", "nop ".repeat(2_000)).custom("name", names);
    assertEquals(
        List.of("function 3 \"tic?k\": It has 2001 instructions; the limit is 2000."),
        violations(module));
    assertEquals(
        "function 3 \"tic?k\"",
        ModuleChecker.check(module.bytes(), Epoch.RULES).largestFunctionName());
  }

  /** Which characters are letters depends on the JVM's version: no module is refused for them, nor by one JVM alone. */
  @Test
  void namesDoNotDependOnWhatTheJvmKnows() {
    byte[] names = new WasmBytes()
        .op(1, 7, 1, 3, 4)
        .raw("→\ua7dc".substring(1).getBytes(StandardCharsets.UTF_8))
        .op('!')
        .toByteArray();
    assertValid(guest().function("f", "", "", "", "").custom("name", names));
    assertValid(guest().export("→\ua7dc", 0, 0));
    assertViolates(
        "custom sections: A section's name has characters other than ASCII.",
        guest().custom("→\ua7dc", new byte[0]));
  }

  /** 65 KB of a Java method from less than 2 000 instructions: each branch throws a high stack away. */
  @Test
  void whatTheEngineCannotCompileIsRefused() {
    String body = "block void " + "i64.const 1 ".repeat(130) + "i32.const 0 br_if 0 ".repeat(750)
        + "drop ".repeat(130) + "end";
    TestModule module = guest().function("f", "", "", "", body);
    assertEquals(
        List.of("function 3: It becomes a method of 113511 bytes of the JVM's code; the limit is"
            + " 65535. Split it."),
        violations(module));
  }

  @Test
  void aModuleMustBeInstantiable() {
    assertViolates(
        "start: The module cannot be instantiated: Trapped on unreachable instruction",
        guest().function("begin", "", "", "", "unreachable").start("begin"));
    assertViolates(
        "start: The module cannot be instantiated: Trapped on unreachable instruction",
        guest().function("begin", "", "", "", "loop void br 0 end").start("begin"));
    assertViolates(
        "start: The module cannot be instantiated: MEMORY_OUT_OF_BOUNDS",
        guest().data(65_530, "too long"));
  }

  /** Ten million units: enough for so many turns, and not for a thousand more. */
  @Test
  void startFunctionsHaveTheirFuel() {
    assertValid(starting(Epoch.MODULES.startFuel() / 7 - 1_000));
    assertViolates(
        "start: The module cannot be instantiated: Trapped on unreachable instruction",
        starting(Epoch.MODULES.startFuel() / 7 + 1_000));
  }

  /** Each turn is seven instructions of a unit each. */
  private static TestModule starting(long turns) {
    return guest()
        .function(
            "begin",
            "",
            "",
            "i32",
            "loop void local.get 0 i32.const 1 i32.add local.tee 0 i32.const " + turns
                + " i32.lt_u br_if 0 end")
        .start("begin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\0asm", "\0asm\1\0\0\0", "no module at all", "\0asm\2\0\0\0"})
  void whatIsNoModuleIsRefused(String file) {
    assertTrue(!violations(file.getBytes(StandardCharsets.ISO_8859_1)).isEmpty());
  }

  @Test
  void aReportDescribesTheModule() {
    TestModule module = TestModule.guest(
            "i32.const 0 i32.const 0 i32.const 8 memory.fill 0 f32.const 1 i32.trunc_sat_f32_s"
                + " i32.extend_8_s",
            "wastm.log",
            "env.abort")
        .function("pair", "", "i32 i32", "", "i32.const 1 i32.const 2")
        .table(3);
    ModuleReport report = ModuleChecker.check(module.bytes(), Epoch.RULES);
    assertEquals(List.of(), report.violations());
    assertEquals(List.of("alloc", "execute", "output_len", "memory"), report.exports());
    assertEquals(List.of("wastm.log", "env.abort"), report.imports());
    assertEquals(
        List.of("bulk-memory", "multi-value", "nontrapping-float-to-int", "sign-extension"),
        report.features());
    assertEquals(1, report.memoryPages());
    assertEquals(3, report.tableEntries());
    assertEquals(4, report.functions());
    assertEquals(8, report.largestFunction());
    assertEquals("function 3", report.largestFunctionName());
    assertEquals(module.bytes().length, report.sizeBytes());
    assertTrue(report.meteredBytes() > report.sizeBytes());
  }
}
