package dev.wastm.ledger.journal;

import dev.wastm.blobstore.BlobKey;
import org.jspecify.annotations.Nullable;

/**
 * A stored batch, or a ledger's genesis, is not what was stored; the message names its height, or the genesis, and what is wrong. It must not
 * be executed on.
 */
public final class CorruptRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  private final long height;

  public CorruptRecordException(long height, @Nullable String what) {
    super("The journal entry of height " + height + " is damaged: " + what
        + ". Restore it from a copy of the blob store; nothing was executed on it.");
    this.height = height;
  }

  private CorruptRecordException(String message) {
    super(message);
    this.height = 0;
  }

  /** @param what is wrong with the file, after "the genesis of the ledger" */
  static CorruptRecordException ofGenesis(String ledger, String what) {
    return new CorruptRecordException("The genesis of the ledger \"" + ledger + "\" " + what
        + ". Without it nothing says that the stored batches are this ledger's; restore the object "
        + GenesisFile.key(ledger) + " from a copy of the blob store.");
  }

  private CorruptRecordException(CorruptRecordException damage, BlobKey copy) {
    super(damage.getMessage() + " A copy is kept as " + copy + ".", damage);
    this.height = damage.height;
  }

  /** The same, after what was found has been copied. */
  CorruptRecordException keptAs(BlobKey copy) {
    return new CorruptRecordException(this, copy);
  }

  /** 0 where it is the genesis. */
  public long height() {
    return height;
  }
}
