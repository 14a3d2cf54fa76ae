package dev.wastm.ledger.reconcile;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.journal.LedgerHead;
import java.util.Optional;

/**
 * One store's copy of a ledger, read from its beginning.
 *
 * @param newest the greatest height that is stored
 * @param sound the head up to which every batch is whole and follows from the one before
 * @param damage what is wrong with the batch after that, as a sentence; empty where there is nothing
 */
public record Copy(long newest, LedgerHead sound, Optional<String> damage) {
  static Copy read(BlobStore store, String ledger) {
    Journal journal = new Journal(store, ledger);
    long newest = journal.newestHeight();
    LedgerHead head = LedgerHead.GENESIS;
    try {
      while (head.height() < newest) {
        head = head.advance(journal.require(head.height() + 1));
      }
      return new Copy(newest, head, Optional.empty());
    } catch (CorruptRecordException e) {
      return new Copy(newest, head, Optional.of(String.valueOf(e.getMessage())));
    }
  }

  public boolean isConsistent() {
    return damage.isEmpty();
  }

  /** The hash of a stored header; empty where the batch is missing or damaged. */
  static Optional<Digest> headerHash(BlobStore store, String ledger, long height) {
    try {
      return new Journal(store, ledger)
          .read(height)
          .map(record -> record.header().hash());
    } catch (CorruptRecordException e) {
      return Optional.empty();
    }
  }
}
