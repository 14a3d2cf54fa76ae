package dev.wastm.wasm;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.InterpreterMachine;
import com.dylibso.chicory.runtime.Machine;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;

/**
 * A module ready to run on one engine. Thread-safe: instances are kept warm in a stack, taken by one thread at a time, put back into their
 * initial image after each call, and thrown away after anything that is not a guest's own doing.
 */
public final class ExecutableModule {
  private final GuestModule module;
  private final Engine engine;
  private final Function<Instance, Machine> machine;
  private final ConcurrentLinkedDeque<GuestInstance> warm = new ConcurrentLinkedDeque<>();

  private ExecutableModule(GuestModule module, Engine engine, Function<Instance, Machine> machine) {
    this.module = module;
    this.engine = engine;
    this.machine = machine;
  }

  /** Compiles the module where the engine compiles. */
  public static ExecutableModule prepare(GuestModule module, Engine engine) {
    Function<Instance, Machine> machine = switch (engine) {
      case COMPILED ->
        MachineFactoryCompiler.builder(module.metered())
            .withInterpreterFallback(InterpreterFallback.FAIL)
            .compile();
      case INTERPRETER -> InterpreterMachine::new;
    };
    return new ExecutableModule(module, engine, machine);
  }

  /**
   * Runs one call from the module's initial image.
   *
   * @param method in UTF-8, at most 65 535 bytes
   * @throws RuntimeException whatever the host state throws, as it is; and where the engine itself fails
   */
  public GuestResult execute(byte[] method, byte[] args, CallBudget budget, HostState host) {
    GuestInstance taken = warm.pollFirst();
    GuestInstance instance = taken != null ? taken : module.instantiate(machine);
    GuestResult result = instance.execute(GuestCall.encode(method, args), budget, host);
    if (isReusableAfter(result)) {
      instance.reset();
      warm.addFirst(instance);
    }
    return result;
  }

  /** The interpreter leaves its operand stack behind when a guest does not return. */
  private boolean isReusableAfter(GuestResult result) {
    return engine == Engine.COMPILED || result instanceof GuestResult.Success;
  }
}
