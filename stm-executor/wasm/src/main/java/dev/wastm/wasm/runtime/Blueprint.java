package dev.wastm.wasm.runtime;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.InterpreterMachine;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.WasmModule;
import dev.wastm.wasm.abi.EntryPoints;
import dev.wastm.wasm.abi.GuestRules;
import dev.wastm.wasm.metering.InstrumentedModule;
import dev.wastm.wasm.trap.TrapPoints;
import java.util.function.Function;

/**
 * What instances of a module are made from, on one engine. Immutable, thread-safe.
 *
 * @param module instrumented; compiled, it may lack the functions' code
 * @param globals where the engine keeps those of an instance
 * @param fuelGlobal the index of the global that holds the fuel left
 */
public record Blueprint(
    WasmModule module,
    Function<Instance, Machine> machine,
    Function<Instance, Globals> globals,
    EntryPoints entry,
    int fuelGlobal,
    TrapPoints points,
    GuestRules rules) {

  /** For the interpreter. */
  public static Blueprint interpreted(InstrumentedModule module, GuestRules rules) {
    return new Blueprint(
        module.parsed(),
        InterpreterMachine::new,
        InterpretedGlobals::new,
        module.entry(),
        module.fuelGlobal(),
        module.trapPoints(),
        rules);
  }

  public GuestInstance instantiate() {
    return new GuestInstance(this);
  }

  /** The pages of memory that every instance begins with. */
  public int memoryPages() {
    return module.memorySection().orElseThrow().getMemory(0).limits().initialPages();
  }
}
