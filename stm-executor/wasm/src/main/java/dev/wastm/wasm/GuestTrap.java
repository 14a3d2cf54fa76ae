package dev.wastm.wasm;

/** Unwinds a guest that trapped outside the engine's own instructions. Its stack trace tells in which function of the guest. */
final class GuestTrap extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Trap trap;

  GuestTrap(Trap trap) {
    super(trap.reason().name());
    this.trap = trap;
  }

  GuestTrap(TrapReason reason, long... numbers) {
    this(Trap.of(reason, numbers));
  }

  Trap trap() {
    return trap;
  }
}
