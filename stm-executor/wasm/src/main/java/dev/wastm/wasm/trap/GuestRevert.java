package dev.wastm.wasm.trap;

/** Unwinds a guest that called {@code revert}. Without a stack trace: it is control flow. */
public final class GuestRevert extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public GuestRevert(String message) {
    super(message, null, false, false);
  }
}
