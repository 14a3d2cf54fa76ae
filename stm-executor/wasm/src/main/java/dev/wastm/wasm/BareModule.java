package dev.wastm.wasm;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.InterpreterMachine;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import java.util.function.Function;

/**
 * Calls exported functions of a module without limits and beside the guest ABI: for measuring what metering and engines cost, and nothing
 * else. The module must have a memory, and may import {@code env.abort} alone. Confined to one thread.
 */
public final class BareModule {
  private static final long FUEL = 1L << 60;

  private final Instance instance;
  private final int fuelGlobal;
  private final Globals globals;
  private final Form form;

  /** How the module is run. */
  public enum Form {
    /** As it is, compiled. */
    UNMETERED,
    /** Instrumented, compiled. */
    METERED,
    /** Instrumented, interpreted. */
    INTERPRETED
  }

  private BareModule(Instance instance, int fuelGlobal, Form form) {
    this.instance = instance;
    this.fuelGlobal = fuelGlobal;
    this.globals = form == Form.INTERPRETED
        ? Globals.interpreted(instance)
        : new CompiledGlobals(((GuestMemory) instance.memory()).globals());
    this.form = form;
  }

  /** @param wasm a valid module, which is believed to be so */
  public static BareModule of(byte[] wasm, Form form) {
    WasmModule original = Parser.parse(wasm);
    WasmModule run = form == Form.UNMETERED
        ? original
        : Parser.parse(Instrumentation.instrument(wasm, original, UnsignedComparisons.ofThisJvm())
            .wasm());
    Function<Instance, Machine> machine =
        form == Form.INTERPRETED ? InterpreterMachine::new : CompiledModule.machine(run);
    Instance instance = Instance.builder(run)
        .withImportValues(ImportValues.builder().addFunction(abort()).build())
        .withMemoryFactory(limits -> new GuestMemory(limits, GuestLimits.MEMORY_PAGES_MAX))
        .withMachineFactory(machine)
        .build();
    return new BareModule(instance, Instrumentation.fuelGlobal(original), form);
  }

  private static HostFunction abort() {
    return new HostFunction(
        "env", "abort", HostFunctions.type("env", "abort"), (instance, args) -> {
          throw new IllegalStateException("The measured module aborted.");
        });
  }

  /** Calls an export that takes and returns a number, with more fuel than it can use. */
  public long call(String export, long argument) {
    if (form != Form.UNMETERED) {
      globals.set(fuelGlobal, FUEL);
      globals.set(fuelGlobal + 1, GuestLimits.CALL_DEPTH_MAX);
    }
    return instance.export(export).apply(argument)[0];
  }

  /** What the last call used, in units of fuel; 0 where it was not metered. */
  public long fuelUsed() {
    return form == Form.UNMETERED ? 0 : FUEL - globals.get(fuelGlobal);
  }
}
