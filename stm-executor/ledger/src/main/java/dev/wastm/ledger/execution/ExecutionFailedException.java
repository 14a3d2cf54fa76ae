package dev.wastm.ledger.execution;

/** The infrastructure failed under a batch, which therefore has no outcome; executing it again may succeed. Never a receipt. */
public final class ExecutionFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ExecutionFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
