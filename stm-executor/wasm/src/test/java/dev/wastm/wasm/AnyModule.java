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
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A module that is no guest, with any exports, instrumented as guests are, on one engine. What it imports does nothing, and returns zeros. */
final class AnyModule {
  /** The specification's tests grow a memory to 803 pages. */
  private static final int PAGES_MAX = 1_000;

  private final Instance instance;
  private final Globals globals;
  private final int fuelGlobal;

  AnyModule(byte[] wasm, Engine engine, UnsignedComparisons comparisons) {
    WasmModule original = Parser.parse(wasm);
    WasmModule metered =
        Parser.parse(Instrumentation.instrument(wasm, original, comparisons).wasm());
    this.fuelGlobal = Instrumentation.fuelGlobal(original);
    this.instance = Instance.builder(metered)
        .withImportValues(doingNothing(original))
        .withMemoryFactory(limits -> new GuestMemory(limits, PAGES_MAX))
        .withUnsafeExecutionListener(new InterpreterMends())
        .withMachineFactory(engine == Engine.COMPILED ? compiled(metered) : InterpreterMachine::new)
        .withStart(false)
        .build();
    this.globals = engine == Engine.COMPILED && hasMemory(metered)
        ? new CompiledGlobals(((GuestMemory) instance.memory()).globals())
        : Globals.interpreted(instance);
  }

  /** A guest has a memory, beside which its compiled code keeps the globals; others are compiled as the engine does it. */
  private static Function<Instance, Machine> compiled(WasmModule metered) {
    return hasMemory(metered)
        ? CompiledModule.machine(metered)
        : MachineFactoryCompiler.builder(metered)
            .withInterpreterFallback(InterpreterFallback.FAIL)
            .compile();
  }

  private static boolean hasMemory(WasmModule module) {
    return module.memorySection().filter(memories -> memories.memoryCount() > 0).isPresent();
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

  /** Whether nothing is wrong with a module but its size and its interface, of which it may import functions of one module. */
  static boolean isInProfile(byte[] wasm, String imported) {
    return importsFunctionsOnly(wasm, imported)
        && otherViolations(wasm, imported).isEmpty();
  }

  private static List<Violation> otherViolations(byte[] wasm, String imported) {
    return wrong(wasm, imported)
        .filter(violation -> !violation.problem().contains("the limit is"))
        .toList();
  }

  /** What is wrong with a module, beside that it is no guest. */
  static Stream<Violation> wrong(byte[] wasm, String imported) {
    return Validation.of(wasm).violations().stream()
        .filter(violation -> Stream.of(
                "The host offers no function " + imported + ".",
                "is not exported.",
                "must have the type",
                "A memory of the module's own must be exported")
            .noneMatch(violation.problem()::contains));
  }

  private static boolean importsFunctionsOnly(byte[] wasm, String imported) {
    if (Validation.of(wasm).module().isEmpty()) {
      return otherViolations(wasm, imported).isEmpty();
    }
    WasmModule module = Parser.parse(wasm);
    return IntStream.range(0, module.importSection().importCount())
        .mapToObj(i -> module.importSection().getImport(i))
        .allMatch(
            each -> each.importType() == ExternalType.FUNCTION && each.module().equals(imported));
  }

  /** Calls an export with arguments as bits: i32 sign-extended, floats as their bits. */
  long[] call(String export, long fuel, long... bits) {
    globals.set(fuelGlobal, fuel);
    globals.set(fuelGlobal + 1, GuestLimits.CALL_DEPTH_MAX);
    long[] results = instance.export(export).apply(bits);
    return results == null ? new long[0] : results;
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
    return instance.memory() == null
        ? new byte[0]
        : instance.memory().readBytes(0, instance.memory().pages() * GuestMemory.PAGE_SIZE);
  }
}
