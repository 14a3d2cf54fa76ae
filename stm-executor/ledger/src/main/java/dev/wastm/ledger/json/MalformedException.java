package dev.wastm.ledger.json;

/** A text is not what it must be; the message is a sentence that says why, in words of ours. */
public class MalformedException extends Exception {
  private static final long serialVersionUID = 1L;

  public MalformedException(String message) {
    super(message);
  }

  /** A text is not JSON. What the message says of it are the JSON library's words. */
  public static final class Syntax extends MalformedException {
    private static final long serialVersionUID = 1L;

    Syntax(String message) {
      super(message);
    }
  }
}
