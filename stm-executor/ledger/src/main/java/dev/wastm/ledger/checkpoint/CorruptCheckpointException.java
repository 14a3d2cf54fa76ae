package dev.wastm.ledger.checkpoint;

/** A stored checkpoint, or a part of one, is not what was stored; the message says what is wrong, as the end of a sentence. */
final class CorruptCheckpointException extends Exception {
  private static final long serialVersionUID = 1L;

  CorruptCheckpointException(String message) {
    super(message);
  }
}
