package dev.wastm.ledger.journal;

import dev.wastm.blobstore.BlobKey;
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

  private CorruptRecordException(CorruptRecordException damage, BlobKey copy) {
    super(damage.getMessage() + " A copy is kept as " + copy + ".", damage);
    this.height = damage.height;
  }

  /** The same, after what was found has been copied. */
  CorruptRecordException keptAs(BlobKey copy) {
    return new CorruptRecordException(this, copy);
  }

  public long height() {
    return height;
  }
}
