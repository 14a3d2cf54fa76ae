package dev.wastm.ledger.archive;

/** An archive is not written as WASTM writes them, or unpacks to more than its reader takes; the message says what, as the end of a sentence. */
public final class InvalidArchiveException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean isTooLarge;

  private InvalidArchiveException(boolean isTooLarge, String message) {
    super(message);
    this.isTooLarge = isTooLarge;
  }

  InvalidArchiveException(String message) {
    this(false, message);
  }

  static InvalidArchiveException tooLarge(long unpackedBytesMax) {
    return new InvalidArchiveException(
        true, "it unpacks to more than " + unpackedBytesMax + " bytes");
  }

  /** Whether it is its size that is wrong. */
  public boolean isTooLarge() {
    return isTooLarge;
  }
}
