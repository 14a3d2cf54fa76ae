package dev.wastm.ledger.replay;

/** A ledger's headers do not follow from one another, or are not what was expected. */
public final class BrokenChainException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Verification.Failed found;

  BrokenChainException(Verification.Failed found) {
    super(found.describe());
    this.found = found;
  }

  public Verification.Failed found() {
    return found;
  }
}
