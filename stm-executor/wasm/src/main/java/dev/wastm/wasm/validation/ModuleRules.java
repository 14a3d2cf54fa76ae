package dev.wastm.wasm.validation;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.ValType;
import dev.wastm.wasm.abi.ModuleLimits;
import java.util.HashMap;
import java.util.Map;

/** The rules on what a module consists of, beside its code and what it shows to the outside. Confined to one thread. */
final class ModuleRules {
  private final WasmModule module;
  private final ModuleLimits limits;
  private final Violations violations;

  ModuleRules(WasmModule module, ModuleLimits limits, Violations violations) {
    this.limits = limits;
    this.module = module;
    this.violations = violations;
  }

  static boolean isNumber(ValType type) {
    return type.equals(ValType.I32)
        || type.equals(ValType.I64)
        || type.equals(ValType.F32)
        || type.equals(ValType.F64);
  }

  void check() {
    limit("functions", module.functionSection().functionCount(), limits.functions());
    limit("types", module.typeSection().typeCount(), limits.types());
    limit("globals", module.globalSection().globalCount(), limits.globals());
    limit("exports", module.exportSection().exportCount(), limits.exports());
    limit("data segments", module.dataSection().dataSegmentCount(), limits.dataSegments());
    checkTypes();
    checkGlobals();
    checkTables();
    if (module.tagSection().isPresent()) {
      violations.add("tags", "Exceptions are not allowed.");
    }
  }

  private void limit(String what, int actual, int max) {
    violations.limit("module", what, actual, max);
  }

  /** The engine makes code for each pair of a function and a type that is its own: equal types would multiply it. */
  private void checkTypes() {
    Map<FunctionType, Integer> first = new HashMap<>();
    for (int i = 0; i < module.typeSection().typeCount(); i++) {
      Integer same = first.putIfAbsent(module.typeSection().getType(i), i);
      if (same != null) {
        violations.add("type " + i, "It is the same as type " + same + "; declare each once.");
      }
    }
  }

  private void checkGlobals() {
    for (int i = 0; i < module.globalSection().globalCount(); i++) {
      if (!isNumber(module.globalSection().getGlobal(i).valueType())) {
        violations.add("global " + i, "It has a type other than i32, i64, f32 and f64.");
      }
    }
  }

  private void checkTables() {
    int tables = module.tableSection().tableCount();
    limit("tables", tables, limits.tables());
    for (int i = 0; i < tables; i++) {
      Table table = module.tableSection().getTable(i);
      violations.limit("table " + i, "entries", table.limits().min(), limits.tableEntries());
      if (!table.elementType().equals(ValType.FuncRef)) {
        violations.add("table " + i, "It holds something other than functions.");
      }
    }
    int elements = 0;
    for (var element : module.elementSection().elements()) {
      elements += element.elementCount();
    }
    limit("entries in element segments", elements, limits.elementEntries());
  }
}
