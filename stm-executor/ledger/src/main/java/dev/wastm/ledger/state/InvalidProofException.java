package dev.wastm.ledger.state;

/** A proof does not prove what it says; the message says why, as the end of a sentence. */
public final class InvalidProofException extends Exception {
  private static final long serialVersionUID = 1L;

  public InvalidProofException(String message) {
    super(message);
  }
}
