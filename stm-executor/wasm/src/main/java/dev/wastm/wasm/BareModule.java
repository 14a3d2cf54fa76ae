package dev.wastm.wasm;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.InterpreterMachine;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import dev.wastm.wasm.abi.GuestRules;
import dev.wastm.wasm.compiler.CompiledModule;
import dev.wastm.wasm.metering.Instrumentation;
import dev.wastm.wasm.metering.UnsignedComparisons;
import dev.wastm.wasm.runtime.CompiledGlobals;
import dev.wastm.wasm.runtime.Globals;
import dev.wastm.wasm.runtime.GuestMemory;
import dev.wastm.wasm.runtime.InterpretedGlobals;
import dev.wastm.wasm.runtime.InterpreterFixups;
import dev.wastm.wasm.trap.EngineTraps;
import dev.wastm.wasm.trap.TrapReason;
import java.util.function.Function;

/**
 * A module that need not be a guest, run as guests are, with any exports and without limits: for measuring what metering and engines cost,
 * and for the specification's tests. The functions that it imports do nothing, and return zeros. Confined to one thread.
 */
public final class BareModule {
  private static final long ENOUGH_FUEL = 1L << 60;

  private final Instance instance;
  private final Globals globals;
  private final int fuelGlobal;
  private final GuestRules rules;
  private final boolean isMetered;

  /** How the module is run. */
  public enum Form {
    /** As it is, compiled. */
    UNMETERED,
    /** InstrumentedModule, compiled. */
    METERED,
    /** InstrumentedModule, interpreted. */
    INTERPRETED
  }

  /** @param pagesMax how far its memory may grow */
  BareModule(
      byte[] wasm, Form form, UnsignedComparisons comparisons, GuestRules rules, int pagesMax) {
    this.rules = rules;
    WasmModule original = Parser.parse(wasm);
    this.isMetered = form != Form.UNMETERED;
    WasmModule run = isMetered
        ? Instrumentation.instrument(wasm, original, comparisons, rules).parsed()
        : original;
    this.fuelGlobal = Instrumentation.fuelGlobal(original);
    this.instance = Instance.builder(run)
        .withImportValues(doingNothing(original))
        .withMemoryFactory(limits -> new GuestMemory(limits, pagesMax))
        .withUnsafeExecutionListener(new InterpreterFixups())
        .withMachineFactory(form == Form.INTERPRETED ? InterpreterMachine::new : compiled(run))
        .withStart(false)
        .build();
    this.globals = form != Form.INTERPRETED && instance.memory() instanceof GuestMemory
        ? CompiledGlobals.of(instance)
        : new InterpretedGlobals(instance);
  }

  /** @param wasm a valid module, which is believed to be so */
  public static BareModule of(byte[] wasm, Form form, GuestRules rules) {
    return new BareModule(
        wasm, form, UnsignedComparisons.ofThisJvm(), rules, rules.calls().pages());
  }

  /** A guest has a memory, beside which its compiled code keeps the globals; others are compiled as the engine does it. */
  private static Function<Instance, Machine> compiled(WasmModule module) {
    boolean hasMemory =
        module.memorySection().filter(memories -> memories.memoryCount() > 0).isPresent();
    return hasMemory
        ? CompiledModule.machine(module)
        : MachineFactoryCompiler.builder(module)
            .withInterpreterFallback(InterpreterFallback.FAIL)
            .compile();
  }

  private static ImportValues doingNothing(WasmModule module) {
    ImportValues.Builder values = ImportValues.builder();
    for (int i = 0; i < module.importSection().importCount(); i++) {
      FunctionImport each = (FunctionImport) module.importSection().getImport(i);
      FunctionType type = module.typeSection().getType(each.typeIndex());
      values.addFunction(new HostFunction(
          each.module(),
          each.name(),
          type,
          (instance, args) -> new long[type.returns().size()]));
    }
    return values.build();
  }

  /** Calls an export that takes and returns a number, with more fuel than it can use. */
  public long call(String export, long argument) {
    return call(export, ENOUGH_FUEL, argument)[0];
  }

  /** Calls an export with arguments as bits: i32 sign-extended, floats as their bits. */
  long[] call(String export, long fuel, long... bits) {
    if (isMetered) {
      globals.set(fuelGlobal, fuel);
      globals.set(fuelGlobal + 1, rules.calls().callDepth());
    }
    long[] results = instance.export(export).apply(bits);
    return results == null ? new long[0] : results;
  }

  /** What the last {@link #call(String, long)} used, in units of fuel; 0 where it was not metered. */
  public long fuelUsed() {
    return isMetered ? ENOUGH_FUEL - fuelLeft() : 0;
  }

  long fuelLeft() {
    return globals.get(fuelGlobal);
  }

  TrapReason reason(ChicoryException trap) {
    boolean isTooDeep = (int) globals.get(fuelGlobal + 1) < 0;
    return isTooDeep ? TrapReason.CALL_DEPTH : EngineTraps.reason(trap);
  }

  /** All of the memory; nothing where the module has none. */
  byte[] memory() {
    return instance.memory() instanceof GuestMemory memory
        ? memory.readBytes(0, memory.pages() * GuestMemory.PAGE_SIZE)
        : new byte[0];
  }
}
