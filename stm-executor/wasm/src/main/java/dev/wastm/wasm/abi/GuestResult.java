package dev.wastm.wasm.abi;

import dev.wastm.wasm.trap.Trap;
import dev.wastm.wasm.trap.TrapPlace;
import java.util.Optional;

/** How a guest's execution ended: a function of the rules, the module, the input and the host's answers, on every engine. */
public sealed interface GuestResult {
  /** At most the fuel limit. */
  long fuelUsed();

  /** @param output what the guest returned; must not be modified */
  @SuppressWarnings("ArrayRecordComponent")
  record Success(byte[] output, long fuelUsed) implements GuestResult {}

  /** @param message what the guest gave to {@code revert}, as text */
  record Reverted(String message, long fuelUsed) implements GuestResult {}

  /**
   * The guest did what it must not. A trap consumes all of the fuel.
   *
   * @param place empty where it was no instruction
   */
  record Trapped(Trap trap, Optional<TrapPlace> place, long fuelUsed) implements GuestResult {}

  /** The guest used up its fuel. */
  record OutOfFuel(long fuelUsed) implements GuestResult {}

  /** A call of an actor by an actor that was not begun. */
  record Refused(Refusal refusal) implements GuestResult {
    @Override
    public long fuelUsed() {
      return 0;
    }
  }

  /** Why a call of an actor by an actor was not begun. Callers see the name, which is part of the protocol. */
  enum Refusal {
    NO_SUCH_ACTOR,
    SYSTEM_ACTOR,
    NESTED_TOO_DEEPLY,
    /** The callee's memory does not fit beside those of its callers. */
    TOO_MUCH_MEMORY
  }
}
