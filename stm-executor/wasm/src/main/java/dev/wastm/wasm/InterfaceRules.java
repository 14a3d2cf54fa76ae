package dev.wastm.wasm;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.Export;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Import;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.List;
import java.util.Optional;

/** The rules on what a module shows to the outside: exports, imports, memory, table. Confined to one thread. */
final class InterfaceRules {
  private static final FunctionType ALLOC =
      FunctionType.of(List.of(ValType.I32), List.of(ValType.I32));
  private static final FunctionType EXECUTE =
      FunctionType.of(List.of(ValType.I32, ValType.I32), List.of(ValType.I32));
  private static final FunctionType OUTPUT_LENGTH =
      FunctionType.of(List.of(), List.of(ValType.I32));
  private static final FunctionType INITIALIZE = FunctionType.of(List.of(), List.of());

  private final WasmModule module;
  private final Violations violations;

  InterfaceRules(WasmModule module, Violations violations) {
    this.module = module;
    this.violations = violations;
  }

  void check() {
    for (int i = 0; i < module.importSection().importCount(); i++) {
      checkImport(module.importSection().getImport(i));
    }
    requireFunction("alloc", ALLOC);
    requireFunction("execute", EXECUTE);
    requireFunction("output_len", OUTPUT_LENGTH);
    if (export("_initialize").isPresent()) {
      requireFunction("_initialize", INITIALIZE);
    }
    checkMemory();
  }

  private void checkImport(Import each) {
    String name = Validation.name(each);
    if (each.importType() != ExternalType.FUNCTION) {
      violations.add("imports", name + " is not a function; guests import functions only.");
    } else if (!HostFunctions.isOffered(each.module(), each.name())) {
      violations.add("imports", "The host offers no function " + name + ".");
    } else {
      FunctionType declared = module.typeSection().getType(((FunctionImport) each).typeIndex());
      FunctionType offered = HostFunctions.type(each.module(), each.name());
      if (!declared.equals(offered)) {
        violations.add(
            "imports",
            name + " is declared as " + declared + ", but the host offers it as " + offered + ".");
      }
    }
  }

  private void requireFunction(String name, FunctionType type) {
    Optional<Export> export = export(name);
    if (export.isEmpty() || export.get().exportType() != ExternalType.FUNCTION) {
      violations.add("exports", "The function " + name + " is not exported.");
      return;
    }
    int index = export.get().index() - module.importSection().count(ExternalType.FUNCTION);
    if (index < 0) {
      violations.add(
          "exports", "The function " + name + " is an import; it must be the module's own.");
    } else if (!module
        .functionSection()
        .getFunctionType(index, module.typeSection())
        .equals(type)) {
      violations.add("exports", "The function " + name + " must have the type " + type + ".");
    }
  }

  private void checkMemory() {
    int memories = module.memorySection().map(section -> section.memoryCount()).orElse(0);
    boolean exported = export("memory")
        .filter(export -> export.exportType() == ExternalType.MEMORY)
        .isPresent();
    if (memories != 1 || !exported) {
      violations.add(
          "memory", "A guest has exactly one memory of its own, exported as \"memory\".");
      return;
    }
    MemoryLimits limits = module.memorySection().orElseThrow().getMemory(0).limits();
    violations.limit(
        "memory",
        "pages to begin with",
        Integer.toUnsignedLong(limits.initialPages()),
        GuestLimits.MEMORY_PAGES_INITIAL_MAX);
    if (limits.shared()) {
      violations.add("memory", "Shared memory is not allowed: guests have no threads.");
    }
  }

  private Optional<Export> export(String name) {
    for (int i = 0; i < module.exportSection().exportCount(); i++) {
      Export export = module.exportSection().getExport(i);
      if (export.name().equals(name)) {
        return Optional.of(export);
      }
    }
    return Optional.empty();
  }
}
