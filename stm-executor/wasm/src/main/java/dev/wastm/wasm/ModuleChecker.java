package dev.wastm.wasm;

import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.Import;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/** Checks files against the rules of the guest ABI. Thread-safe. */
public final class ModuleChecker {
  private ModuleChecker() {}

  /** Never throws for what is wrong with the file: that is what the report is for. */
  public static ModuleReport check(byte[] wasm) {
    if (wasm.length > GuestLimits.MODULE_BYTES_MAX) {
      return unreadable(
          wasm,
          "It has " + wasm.length + " bytes; the limit is " + GuestLimits.MODULE_BYTES_MAX + ".");
    }
    WasmModule module;
    try {
      module = Parser.parse(wasm);
    } catch (ChicoryException | IndexOutOfBoundsException | IllegalArgumentException e) {
      return unreadable(
          wasm, "It is not a well-formed and valid WebAssembly module: " + e.getMessage() + ".");
    } catch (StackOverflowError e) {
      return unreadable(wasm, "Its blocks are nested too deeply.");
    }
    return report(wasm, module);
  }

  private static ModuleReport unreadable(byte[] wasm, String problem) {
    return new ModuleReport(
        sha256(wasm),
        wasm.length,
        List.of(),
        List.of(),
        0,
        0,
        0,
        List.of(new Violation("file", problem)));
  }

  private static ModuleReport report(byte[] wasm, WasmModule module) {
    List<Violation> violations = new ArrayList<>();
    new InterfaceRules(module, violations).check();
    new CodeRules(module, violations).check();
    List<String> exports = IntStream.range(0, module.exportSection().exportCount())
        .mapToObj(i -> module.exportSection().getExport(i).name())
        .toList();
    return new ModuleReport(
        sha256(wasm),
        wasm.length,
        exports,
        imports(module),
        memoryLimits(module),
        module.functionSection().functionCount(),
        largestFunction(module),
        List.copyOf(violations));
  }

  private static List<String> imports(WasmModule module) {
    return IntStream.range(0, module.importSection().importCount())
        .mapToObj(i -> module.importSection().getImport(i))
        .map(each -> each.module() + "." + each.name())
        .toList();
  }

  private static int memoryLimits(WasmModule module) {
    return module
        .memorySection()
        .filter(section -> section.memoryCount() > 0)
        .map(section -> section.getMemory(0).limits())
        .map(MemoryLimits::initialPages)
        .orElse(0);
  }

  private static int largestFunction(WasmModule module) {
    return IntStream.range(0, module.codeSection().functionBodyCount())
        .map(i -> module.codeSection().getFunctionBody(i).instructions().size())
        .max()
        .orElse(0);
  }

  private static String sha256(byte[] wasm) {
    return HexFormat.of().formatHex(GuestModule.sha256(wasm));
  }

  static boolean isFunction(Import each) {
    return each.importType() == ExternalType.FUNCTION;
  }
}
