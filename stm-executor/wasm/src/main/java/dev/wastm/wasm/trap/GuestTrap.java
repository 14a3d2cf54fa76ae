package dev.wastm.wasm.trap;

/** Unwinds a guest that trapped outside the engine's own instructions. Its stack trace tells in which function of the guest. */
public final class GuestTrap extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Trap trap;

  public GuestTrap(Trap trap) {
    super(trap.reason().name());
    this.trap = trap;
  }

  public GuestTrap(TrapReason reason, long... numbers) {
    this(Trap.of(reason, numbers));
  }

  public Trap trap() {
    return trap;
  }
}
