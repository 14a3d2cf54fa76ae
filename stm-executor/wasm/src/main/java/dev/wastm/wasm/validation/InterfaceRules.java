package dev.wastm.wasm.validation;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.Export;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Import;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.ValType;
import dev.wastm.wasm.abi.EntryPoints;
import dev.wastm.wasm.abi.HostImport;
import dev.wastm.wasm.abi.ModuleLimits;
import dev.wastm.wasm.format.FunctionNames;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
  private final ModuleLimits limits;
  private final Violations violations;

  InterfaceRules(WasmModule module, ModuleLimits limits, Violations violations) {
    this.limits = limits;
    this.module = module;
    this.violations = violations;
  }

  void check() {
    for (int i = 0; i < module.importSection().importCount(); i++) {
      checkImport(module.importSection().getImport(i));
    }
    checkExports();
    requireFunction(EntryPoints.ALLOC, ALLOC);
    requireFunction(EntryPoints.EXECUTE, EXECUTE);
    requireFunction(EntryPoints.OUTPUT_LENGTH, OUTPUT_LENGTH);
    if (export(EntryPoints.INITIALIZE).isPresent()) {
      requireFunction(EntryPoints.INITIALIZE, INITIALIZE);
    }
    checkMemory();
  }

  private void checkImport(Import each) {
    String name = Validation.name(each);
    if (!(each instanceof FunctionImport function)) {
      violations.add("imports", name + " is not a function; guests import functions only.");
    } else if (function.typeIndex() >= module.typeSection().typeCount()) {
      violations.add("imports", name + " has an unknown type.");
    } else {
      HostImport.of(each.module(), each.name())
          .ifPresentOrElse(
              offered -> checkType(name, function, offered.type()),
              () -> violations.add("imports", "The host offers no function " + name + "."));
    }
  }

  private void checkType(String name, FunctionImport each, FunctionType offered) {
    FunctionType declared = module.typeSection().getType(each.typeIndex());
    if (!declared.equals(offered)) {
      violations.add(
          "imports",
          name + " is declared as " + declared + ", but the host offers it as " + offered + ".");
    }
  }

  private void checkExports() {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < module.exportSection().exportCount(); i++) {
      Export export = module.exportSection().getExport(i);
      String name = FunctionNames.printable(export.name());
      if (!names.add(export.name())) {
        violations.add("exports", "The name \"" + name + "\" is exported twice.");
      }
      if (export.index() < 0 || export.index() >= count(export.exportType())) {
        violations.add("exports", "What is exported as \"" + name + "\" is not there.");
      }
    }
  }

  private int count(ExternalType type) {
    int own = switch (type) {
      case FUNCTION -> module.functionSection().functionCount();
      case TABLE -> module.tableSection().tableCount();
      case MEMORY -> memories();
      case GLOBAL -> module.globalSection().globalCount();
      case TAG -> 0;
    };
    return module.importSection().count(type) + own;
  }

  private int memories() {
    return module.memorySection().map(section -> section.memoryCount()).orElse(0);
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
    int memories = memories();
    boolean exported = export("memory")
        .filter(export -> export.exportType() == ExternalType.MEMORY)
        .isPresent();
    if (memories > 1) {
      violations.add("memory", "It has " + memories + " memories; a guest has one.");
      return;
    } else if (memories == 0 || !exported) {
      violations.add("memory", "A memory of the module's own must be exported as \"memory\".");
      return;
    }
    MemoryLimits memory = module.memorySection().orElseThrow().getMemory(0).limits();
    violations.limit(
        "memory",
        "pages to begin with",
        Integer.toUnsignedLong(memory.initialPages()),
        limits.initialPages());
    if (memory.shared()) {
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
