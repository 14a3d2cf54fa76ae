package dev.wastm.ledger.batch;

/** Submitted transactions cannot be made into a batch; the message says which and why. Nothing was executed. */
public final class InvalidTransactionsException extends Exception {
  private static final long serialVersionUID = 1L;

  public InvalidTransactionsException(String message) {
    super(message);
  }
}
