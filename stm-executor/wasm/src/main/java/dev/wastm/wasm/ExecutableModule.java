package dev.wastm.wasm;

import dev.wastm.wasm.abi.CallBudget;
import dev.wastm.wasm.abi.GuestCall;
import dev.wastm.wasm.abi.GuestResult;
import dev.wastm.wasm.abi.GuestRules;
import dev.wastm.wasm.abi.HostState;
import dev.wastm.wasm.compiler.CompiledModule;
import dev.wastm.wasm.runtime.Blueprint;
import dev.wastm.wasm.runtime.GuestInstance;
import dev.wastm.wasm.runtime.GuestMemory;
import dev.wastm.wasm.runtime.WarmInstances;

/**
 * A module ready to run on one engine. Thread-safe: instances are kept warm, taken by one thread at a time, put back into their initial image after
 * each call, and thrown away after anything that is not a guest's own doing.
 */
public final class ExecutableModule {
  /** Measured: a module of 10 KB takes 400 KB, parsed and compiled. */
  private static final long MODULE_BYTES_PER_METERED_BYTE = 20;

  /** The memory, and its initial image. */
  private static final long IMAGES_PER_INSTANCE = 2;

  private final Blueprint blueprint;
  private final Engine engine;
  private final int meteredSize;
  private final int memoryPages;
  private final WarmInstances warm = new WarmInstances();

  private ExecutableModule(Blueprint blueprint, Engine engine, int meteredSize) {
    this.blueprint = blueprint;
    this.engine = engine;
    this.meteredSize = meteredSize;
    this.memoryPages = blueprint.memoryPages();
  }

  /** Compiles the module where the engine compiles, and keeps nothing of it between runs. */
  public static ExecutableModule prepare(GuestModule module, Engine engine) {
    return switch (engine) {
      case COMPILED -> of(CompiledModule.of(module.instrumented()), module.rules());
      case INTERPRETER ->
        new ExecutableModule(
            Blueprint.interpreted(module.instrumented(), module.rules()),
            engine,
            module.meteredSize());
    };
  }

  static ExecutableModule of(CompiledModule compiled, GuestRules rules) {
    return new ExecutableModule(compiled.link(rules), Engine.COMPILED, compiled.meteredSize());
  }

  /** About how much memory the module takes, with an instance for each processor: in bytes. */
  public long weightBytes() {
    long instances = Runtime.getRuntime().availableProcessors();
    return MODULE_BYTES_PER_METERED_BYTE * meteredSize
        + IMAGES_PER_INSTANCE * instances * memoryPages * GuestMemory.PAGE_SIZE;
  }

  /**
   * Runs one call from the module's initial image.
   *
   * @param method in UTF-8, at most 65 535 bytes
   * @throws RuntimeException whatever the host state throws, as it is; and where the engine itself fails
   */
  public GuestResult execute(byte[] method, byte[] args, CallBudget budget, HostState host) {
    if (memoryPages > budget.pages()) {
      return new GuestResult.Refused(GuestResult.Refusal.TOO_MUCH_MEMORY);
    }
    GuestInstance instance = warm.take().orElseGet(blueprint::instantiate);
    GuestResult result = instance.execute(GuestCall.encode(method, args), budget, host);
    if (isReusableAfter(result)) {
      instance.reset();
      warm.put(instance);
    }
    return result;
  }

  /** The interpreter leaves its operand stack behind when a guest does not return. */
  private boolean isReusableAfter(GuestResult result) {
    return engine == Engine.COMPILED || result instanceof GuestResult.Success;
  }
}
