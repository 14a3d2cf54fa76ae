package dev.wastm.wasm;

/** Unwinds a guest that trapped outside the engine's own instructions. Its stack trace tells in which function of the guest. */
final class GuestTrap extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final TrapReason reason;

  GuestTrap(TrapReason reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  TrapReason reason() {
    return reason;
  }
}
