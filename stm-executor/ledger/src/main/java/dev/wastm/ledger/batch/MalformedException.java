package dev.wastm.ledger.batch;

/** A text is not what it must be; the message is a sentence that says why, in words of ours. */
class MalformedException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedException(String message) {
    super(message);
  }

  /** A text is not JSON. What the message says of it are the JSON library's words. */
  static final class Syntax extends MalformedException {
    private static final long serialVersionUID = 1L;

    Syntax(String message) {
      super(message);
    }
  }
}
