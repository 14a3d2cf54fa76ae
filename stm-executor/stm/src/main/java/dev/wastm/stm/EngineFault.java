package dev.wastm.stm;

/** An invariant of the engine does not hold. It ends the block, and is never the outcome of the transaction that it passes through. */
final class EngineFault extends Error {
  private static final long serialVersionUID = 1L;

  private EngineFault(String message) {
    super(message);
  }

  /** @param invariant a whole sentence */
  static void unless(boolean holds, String invariant) {
    if (!holds) {
      throw of(invariant);
    }
  }

  static EngineFault of(String brokenInvariant) {
    return new EngineFault("An invariant of the block executor is broken: " + brokenInvariant);
  }
}
