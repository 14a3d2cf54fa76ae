package dev.wastm.ledger.module;

/** A module is in the store, but is not what its name says or no valid guest. The message says which, why, and what to do; no retry mends it. */
public final class DamagedModuleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DamagedModuleException(String message, Throwable cause) {
    super(message, cause);
  }
}
