package dev.wastm.wasm;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.WasmModule;
import java.util.function.Function;

/**
 * What instances of a module are made from, on one engine. Immutable, thread-safe.
 *
 * @param module instrumented; compiled, it may lack the functions' code
 * @param fuelGlobal the index of the global that holds the fuel left
 */
record Blueprint(
    WasmModule module,
    Engine engine,
    Function<Instance, Machine> machine,
    GuestInstance.Entry entry,
    int fuelGlobal,
    TrapPoints points,
    GuestRules rules) {

  GuestInstance instantiate() {
    return new GuestInstance(module, engine, machine, entry, fuelGlobal, points, rules);
  }

  /** The pages of memory that every instance begins with. */
  int memoryPages() {
    return module.memorySection().orElseThrow().getMemory(0).limits().initialPages();
  }
}
