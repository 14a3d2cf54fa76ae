package dev.wastm.ledger.bundle;

/** A file is no bundle, or a damaged one; the message says what is wrong, as a sentence. */
public final class InvalidBundleException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidBundleException(String message) {
    super(message);
  }
}
