package dev.wastm.wasm;

/** How a guest's execution ended: a function of the module, the input and the host's answers, on every engine. */
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
   * @param detail a sentence
   * @param place a sentence: the function, the instruction's offset in the module, and the line of its source where the module tells; empty
   *     where it was no instruction
   */
  record Trapped(TrapReason reason, String detail, String place, long fuelUsed)
      implements GuestResult {
    /** What happened and where, for people. */
    public String message() {
      return place.isEmpty() ? detail : detail + " " + place;
    }
  }

  /** The guest used up its fuel. */
  record OutOfFuel(long fuelUsed) implements GuestResult {}
}
