package dev.wastm.ledger.journal;

import org.jspecify.annotations.Nullable;

/** A stored batch is not what was stored; the message names its height and what is wrong. It must not be executed on. */
public final class CorruptRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  private final long height;

  public CorruptRecordException(long height, @Nullable String what) {
    super("The journal entry of height " + height + " is damaged: " + what
        + ". Restore it from a copy of the blob store; nothing was executed on it.");
    this.height = height;
  }

  public long height() {
    return height;
  }
}
