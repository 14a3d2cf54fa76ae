package dev.wastm.wasm.testing;

import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import dev.wastm.wasm.abi.HostImport;
import dev.wastm.wasm.format.Op;
import dev.wastm.wasm.format.WasmBytes;
import dev.wastm.wasm.format.WasmFile;
import dev.wastm.wasm.metering.Instrumentation;
import dev.wastm.wasm.metering.InstrumentedModule;
import dev.wastm.wasm.metering.UnsignedComparisons;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds modules, right or wrong, section by section. A body is written for the {@link Assembler}, without its last {@code end}. */
public final class TestModule {
  private static final int FUNCTION = 0;
  private static final int MEMORY = 2;
  private static final int GLOBAL = 3;

  private record Function(int type, String locals, String body) {}

  private final List<byte[]> types = new ArrayList<>();
  private final List<byte[]> imports = new ArrayList<>();
  private final Map<String, Integer> names = new LinkedHashMap<>();
  private final List<Function> functions = new ArrayList<>();
  private final List<byte[]> tables = new ArrayList<>();
  private final List<byte[]> memories = new ArrayList<>();
  private final List<byte[]> globals = new ArrayList<>();
  private final List<byte[]> exports = new ArrayList<>();
  private final List<byte[]> elements = new ArrayList<>();
  private final List<byte[]> data = new ArrayList<>();
  private final List<byte[]> custom = new ArrayList<>();
  private String start = "";
  private boolean dataCounted;

  /** A complete guest: a page of memory, input at 1024, and as output the eight bytes at 0. */
  public static TestModule guest(String execute, String... imports) {
    return withInterface(execute, "i32.const 8", imports).memory(1, 4).exportMemory();
  }

  /** A guest whose execute has locals {@code i32 i32 i64 i64 f32 f32 f64 f64} from index 2, but no memory yet. */
  public static TestModule withInterface(String execute, String outputLength, String... imports) {
    TestModule module = new TestModule();
    for (String name : imports) {
      module.imported(name);
    }
    return module
        .exported("alloc", "i32", "i32", "i32.const 1024")
        .function("execute", "i32 i32", "i32", "i32 i32 i64 i64 f32 f32 f64 f64", execute)
        .export("execute", FUNCTION, module.names.get("execute"))
        .exported("output_len", "", "i32", outputLength);
  }

  /** An import as the host offers it; its name without the module is what bodies call. */
  public TestModule imported(String name) {
    int dot = name.indexOf('.');
    FunctionType type = HostImport.of(name.substring(0, dot), name.substring(dot + 1))
        .orElseThrow()
        .type();
    return imported(name, text(type.params()), text(type.returns()));
  }

  private static String text(List<ValType> types) {
    StringBuilder text = new StringBuilder();
    types.forEach(
        type -> text.append(type.name().toLowerCase(java.util.Locale.ROOT)).append(' '));
    return text.toString();
  }

  public TestModule imported(String name, String params, String results) {
    int dot = name.indexOf('.');
    imports.add(name(name.substring(0, dot))
        .raw(name(name.substring(dot + 1)).toByteArray())
        .op(FUNCTION)
        .unsigned(type(params, results))
        .toByteArray());
    names.put(name.substring(dot + 1), names.size());
    return this;
  }

  public TestModule importedMemory() {
    imports.add(name("env").raw(name("memory").toByteArray()).op(MEMORY, 0, 1).toByteArray());
    return this;
  }

  public TestModule exported(String name, String params, String results, String body) {
    return function(name, params, results, "", body).export(name, FUNCTION, names.get(name));
  }

  public TestModule function(
      String name, String params, String results, String locals, String body) {
    names.put(name, names.size());
    functions.add(new Function(type(params, results), locals, body));
    return this;
  }

  public TestModule memory(int pages, int pagesMax) {
    memories.add(new WasmBytes().op(1).unsigned(pages).unsigned(pagesMax).toByteArray());
    return this;
  }

  /** @param flags as in the binary format: 1 with a maximum, 2 shared, 4 of 64 bits */
  public TestModule memory(int flags, int pages, int pagesMax) {
    memories.add(new WasmBytes().op(flags).unsigned(pages).unsigned(pagesMax).toByteArray());
    return this;
  }

  public TestModule exportMemory() {
    return export("memory", MEMORY, 0);
  }

  public TestModule exportGlobal(String name, int index) {
    return export(name, GLOBAL, index);
  }

  public TestModule export(String name, int kind, int index) {
    exports.add(name(name).op(kind).unsigned(index).toByteArray());
    return this;
  }

  public TestModule global(String type, String initial) {
    globals.add(new WasmBytes()
        .op(Assembler.type(type), 1)
        .raw(Assembler.assemble(initial, names))
        .op(Op.END)
        .toByteArray());
    return this;
  }

  public TestModule table(int entries) {
    tables.add(
        new WasmBytes().op(Assembler.type("funcref"), 0).unsigned(entries).toByteArray());
    return this;
  }

  public TestModule element(int offset, String... functionNames) {
    WasmBytes element = new WasmBytes()
        .op(0, Op.I32_CONST)
        .signed(offset)
        .op(Op.END)
        .unsigned(functionNames.length);
    for (String each : functionNames) {
      element.unsigned(names.get(each));
    }
    elements.add(element.toByteArray());
    return this;
  }

  public TestModule data(int offset, String text) {
    return data(offset, text.getBytes(StandardCharsets.UTF_8));
  }

  public TestModule data(int offset, byte[] bytes) {
    data.add(new WasmBytes()
        .op(0, Op.I32_CONST)
        .signed(offset)
        .op(Op.END)
        .unsigned(bytes.length)
        .raw(bytes)
        .toByteArray());
    return this;
  }

  /** Instructions that name a data segment need it. */
  public TestModule dataCount() {
    dataCounted = true;
    return this;
  }

  public TestModule custom(String name, byte[] content) {
    custom.add(name(name).raw(content).toByteArray());
    return this;
  }

  public TestModule start(String function) {
    start = function;
    return this;
  }

  public int type(String params, String results) {
    byte[] type = new WasmBytes()
        .op(0x60)
        .raw(valueTypes(params))
        .raw(valueTypes(results))
        .toByteArray();
    for (int i = 0; i < types.size(); i++) {
      if (java.util.Arrays.equals(types.get(i), type)) {
        return i;
      }
    }
    types.add(type);
    return types.size() - 1;
  }

  /** One more type, though it may be there already. */
  public TestModule repeatedType(String params, String results) {
    types.add(new WasmBytes()
        .op(0x60)
        .raw(valueTypes(params))
        .raw(valueTypes(results))
        .toByteArray());
    return this;
  }

  private static byte[] valueTypes(String text) {
    List<String> tokens = text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
    WasmBytes out = new WasmBytes().unsigned(tokens.size());
    tokens.forEach(token -> out.op(Assembler.type(token)));
    return out.toByteArray();
  }

  private static WasmBytes name(String name) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    return new WasmBytes().unsigned(utf8.length).raw(utf8);
  }

  public byte[] bytes() {
    WasmBytes out = new WasmBytes().op(0, 'a', 's', 'm', 1, 0, 0, 0);
    section(out, 1, types);
    section(out, 2, imports);
    section(
        out,
        3,
        functions.stream()
            .map(function -> new WasmBytes().unsigned(function.type()).toByteArray())
            .toList());
    section(out, 4, tables);
    section(out, 5, memories);
    section(out, 6, globals);
    section(out, 7, exports);
    if (!start.isEmpty()) {
      byte[] index = new WasmBytes().unsigned(names.get(start)).toByteArray();
      out.op(8).unsigned(index.length).raw(index);
    }
    section(out, 9, elements);
    if (dataCounted) {
      byte[] count = new WasmBytes().unsigned(data.size()).toByteArray();
      out.op(12).unsigned(count.length).raw(count);
    }
    section(out, 10, functions.stream().map(this::code).toList());
    section(out, 11, data);
    custom.forEach(content -> out.op(0).unsigned(content.length).raw(content));
    return out.toByteArray();
  }

  /** As guests are before they run. */
  public InstrumentedModule instrumented() {
    return instrumented(bytes());
  }

  /** @param wasm a valid module */
  public static InstrumentedModule instrumented(byte[] wasm) {
    return Instrumentation.instrument(
        wasm, WasmFile.parse(wasm), UnsignedComparisons.ofThisJvm(), Epoch.RULES);
  }

  private static void section(WasmBytes out, int id, List<byte[]> entries) {
    if (entries.isEmpty()) {
      return;
    }
    WasmBytes content = new WasmBytes().unsigned(entries.size());
    entries.forEach(content::raw);
    out.op(id).unsigned(content.size()).raw(content.toByteArray());
  }

  private byte[] code(Function function) {
    List<String> locals = function.locals().isBlank()
        ? List.of()
        : List.of(function.locals().strip().split("\\s+"));
    WasmBytes body = new WasmBytes().unsigned(locals.size());
    locals.forEach(local -> body.op(1, Assembler.type(local)));
    body.raw(Assembler.assemble(function.body(), names)).op(Op.END);
    return new WasmBytes().unsigned(body.size()).raw(body.toByteArray()).toByteArray();
  }
}
