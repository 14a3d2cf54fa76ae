package dev.wastm.workflows;

/** Nobody would execute what was to be submitted; the message is a sentence that says where nobody is. Nothing was submitted. */
public final class NoWorkersException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoWorkersException(String sentence) {
    super(sentence);
  }
}
