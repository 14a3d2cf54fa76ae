package dev.wastm.ledger.journal;

/**
 * Two different batches claim one height. Execution is deterministic, so this is no accident of a retry: someone else writes to the
 * ledger, or its workers run different code. The ledger must stop.
 */
public final class ForkException extends Exception {
  private static final long serialVersionUID = 1L;

  public ForkException(String message) {
    super(message);
  }
}
