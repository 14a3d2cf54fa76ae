package dev.wastm.blobstore.tool;

/** A store did something else than it promises; the message is a sentence that says what. */
final class BrokenPromiseException extends Exception {
  private static final long serialVersionUID = 1L;

  BrokenPromiseException(String sentence) {
    super(sentence);
  }
}
