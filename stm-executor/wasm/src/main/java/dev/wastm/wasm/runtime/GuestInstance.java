package dev.wastm.wasm.runtime;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.ChicoryException;
import dev.wastm.wasm.abi.CallBudget;
import dev.wastm.wasm.abi.EntryPoints;
import dev.wastm.wasm.abi.FuelSchedule;
import dev.wastm.wasm.abi.GuestResult;
import dev.wastm.wasm.abi.GuestRules;
import dev.wastm.wasm.abi.HostImport;
import dev.wastm.wasm.abi.HostState;
import dev.wastm.wasm.trap.EngineTraps;
import dev.wastm.wasm.trap.GuestRevert;
import dev.wastm.wasm.trap.GuestTrap;
import dev.wastm.wasm.trap.Trap;
import dev.wastm.wasm.trap.TrapPlace;
import dev.wastm.wasm.trap.TrapPoints;
import dev.wastm.wasm.trap.TrapReason;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One instance of a module, kept warm: it executes a call, and is then put back into its initial image. Confined to one thread at a time.
 * Memory and mutable globals are all that a call can change: modules that change tables or segments are refused.
 */
public final class GuestInstance {
  private final Instance instance;
  private final GuestMemory memory;
  private final HostCalls host;
  private final GuestRules rules;
  private final EntryPoints entry;
  private final Globals globals;
  private final int fuel;
  private final int depth;
  private final long[] initialGlobals;
  private final int initialPages;
  private final InterpreterFixups fixups = new InterpreterFixups();
  private final TrapPoints points;

  /** Whether a function of the guest was begun and has not returned: only then is there a place where it trapped. */
  private boolean inGuest;

  GuestInstance(Blueprint blueprint) {
    this.entry = blueprint.entry();
    this.points = blueprint.points();
    this.rules = blueprint.rules();
    this.host = new HostCalls(this, rules);
    this.instance = Instance.builder(blueprint.module())
        .withImportValues(HostFunctions.bind(host))
        .withMemoryFactory(limits -> new GuestMemory(limits, rules.calls().pages()))
        .withMachineFactory(blueprint.machine())
        .withUnsafeExecutionListener(fixups)
        .withStart(false)
        .build();
    this.memory = (GuestMemory) instance.memory();
    this.globals = blueprint.globals().apply(instance);
    this.fuel = blueprint.fuelGlobal();
    this.depth = fuel + 1;
    if (entry.initialize() != EntryPoints.NONE) {
      instance.getMachine().call(entry.initialize(), new long[0]);
    }
    memory.takeImage();
    this.initialPages = memory.pages();
    this.initialGlobals = new long[fuel];
    for (int i = 0; i < fuel; i++) {
      initialGlobals[i] = globals.get(i);
    }
  }

  GuestMemory memory() {
    return memory;
  }

  long fuelLeft() {
    return globals.get(fuel);
  }

  /** The call depth left, where a guest is in an import that {@linkplain HostImport#CALL may recurse}. */
  int callDepthLeft() {
    return (int) globals.get(depth);
  }

  /** Takes fuel for what the host does; ends the call where there is not enough. */
  void charge(long units) {
    long left = globals.get(fuel) - units;
    globals.set(fuel, left);
    if (left < 0) {
      // What the trap is taken for is decided by the fuel left, as where injected code traps.
      throw new GuestTrap(TrapReason.UNREACHABLE);
    }
  }

  /** Whatever is not the guest's doing is thrown as it is; the instance must not be used again then. */
  public GuestResult execute(byte[] input, CallBudget budget, HostState state) {
    long fuelLimit = budget.fuel();
    globals.set(fuel, fuelLimit);
    memory.mayGrowTo(Math.min(rules.calls().pages(), budget.pages()));
    inGuest = false;
    host.begin(state, budget);
    try {
      byte[] output = call(input, budget.callDepth());
      long left = globals.get(fuel);
      if (left > fuelLimit) {
        throw new IllegalStateException(
            "A guest has more fuel than it was given: " + left + " of " + fuelLimit + ".");
      }
      return left < 0
          ? new GuestResult.OutOfFuel(fuelLimit)
          : new GuestResult.Success(output, fuelLimit - left);
    } catch (GuestRevert revert) {
      long left = globals.get(fuel);
      return left < 0
          ? new GuestResult.OutOfFuel(fuelLimit)
          : new GuestResult.Reverted(
              Objects.requireNonNullElse(revert.getMessage(), ""), fuelLimit - left);
    } catch (GuestTrap trap) {
      return trapped(trap.trap(), trap, fuelLimit);
    } catch (ChicoryException e) {
      return trapped(Trap.of(EngineTraps.reason(e)), e, fuelLimit);
    } finally {
      host.end();
    }
  }

  /** Running out of fuel or of depth is what the injected code traps for, with an instruction like any other. */
  private GuestResult trapped(Trap trap, RuntimeException thrown, long fuelLimit) {
    if (globals.get(fuel) < 0) {
      return new GuestResult.OutOfFuel(fuelLimit);
    }
    Optional<TrapPlace> place = inGuest ? Optional.of(place(thrown)) : Optional.empty();
    boolean isTooDeep = (int) globals.get(depth) < 0;
    return new GuestResult.Trapped(
        isTooDeep ? Trap.of(TrapReason.CALL_DEPTH, rules.calls().callDepth()) : trap,
        place,
        fuelLimit);
  }

  /** By the instruction that the interpreter is at, or by the stack of compiled code. */
  private TrapPlace place(RuntimeException thrown) {
    OptionalInt address = fixups.address();
    return address.isPresent() ? points.at(address.getAsInt()) : points.in(thrown.getStackTrace());
  }

  private byte[] call(byte[] input, int callDepth) {
    FuelSchedule.Host prices = rules.fuel().host();
    charge(input.length * prices.movedByte() + initialPages * prices.page());
    int pointer = call(callDepth, entry.alloc(), input.length);
    memory.write(pointer, input, 0, input.length);
    int output = call(callDepth, entry.execute(), pointer, input.length);
    int length = call(callDepth, entry.outputLength());
    int limit = rules.calls().outputBytes();
    if (Integer.compareUnsigned(length, limit) > 0) {
      throw new GuestTrap(TrapReason.OUTPUT_TOO_LONG, Integer.toUnsignedLong(length), limit);
    }
    charge(length * prices.keptByte());
    return memory.readBytes(output, length);
  }

  private int call(int callDepth, int function, long... arguments) {
    globals.set(depth, callDepth);
    inGuest = true;
    int result = (int) instance.getMachine().call(function, arguments)[0];
    inGuest = false;
    return result;
  }

  /** Restores the initial image. */
  public void reset() {
    memory.reset();
    for (int i = 0; i < initialGlobals.length; i++) {
      globals.set(i, initialGlobals[i]);
    }
  }
}
