package dev.wastm.wasm;

/** Unwinds a guest that called {@code revert}. Without a stack trace: it is control flow. */
final class GuestRevert extends RuntimeException {
  private static final long serialVersionUID = 1L;

  GuestRevert(String message) {
    super(message, null, false, false);
  }
}
