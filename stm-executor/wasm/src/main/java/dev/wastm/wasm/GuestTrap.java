package dev.wastm.wasm;

/** Unwinds a guest that trapped outside the engine's own instructions. Without a stack trace: it is control flow. */
final class GuestTrap extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final TrapReason reason;

  GuestTrap(TrapReason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  TrapReason reason() {
    return reason;
  }
}
