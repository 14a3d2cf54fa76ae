package dev.wastm.ledger.reconcile;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.ledger.checkpoint.Checkpoints;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.Genesis;
import dev.wastm.ledger.journal.GenesisFile;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.journal.LedgerHead;
import java.util.Optional;

/**
 * One store's copy of a ledger.
 *
 * @param genesis the hash of its genesis; empty where it has none, or a damaged one
 * @param newest the greatest height that is stored
 * @param sound the height up to which every batch is whole and follows from the one before; 0 where none was read
 * @param damage what is wrong with the batch after that, as a sentence; empty where nothing is known to be
 * @param isRead whether its batches were read, and not its headers alone
 */
public record Copy(
    Optional<Digest> genesis, long newest, long sound, Optional<String> damage, boolean isRead) {
  /** @param beginning where it begins, if it has nothing else to say it */
  static Copy read(BlobStore store, String ledger, Genesis.Sealed beginning) {
    return read(store, ledger, LedgerHead.before(beginning));
  }

  /** Reads what comes after a height; all of it where the state of that height cannot be had, so that what is wrong is found. */
  static Copy readFrom(long height, BlobStore store, String ledger, Genesis.Sealed beginning) {
    try {
      return height == 0
          ? read(store, ledger, beginning)
          : read(store, ledger, new Checkpoints(store, ledger).headAt(height));
    } catch (CorruptRecordException e) {
      return read(store, ledger, beginning);
    }
  }

  static Copy unread(BlobStore store, String ledger, Genesis.Sealed beginning) {
    return new Copy(
        genesis(store, ledger).map(Genesis.Sealed::hash),
        new Journal(store, ledger).newestHeight(),
        0,
        Optional.empty(),
        false);
  }

  private static Copy read(BlobStore store, String ledger, LedgerHead start) {
    Journal journal = new Journal(store, ledger);
    Optional<Digest> genesis = genesis(store, ledger).map(Genesis.Sealed::hash);
    long newest = journal.newestHeight();
    LedgerHead head = start;
    try {
      while (head.height() < newest) {
        head = head.advance(journal.requireNext(head));
      }
      return new Copy(genesis, newest, head.height(), Optional.empty(), true);
    } catch (CorruptRecordException e) {
      return new Copy(
          genesis, newest, head.height(), Optional.of(String.valueOf(e.getMessage())), true);
    }
  }

  /** The head of a copy at a height up to which it is sound. */
  static LedgerHead head(long height, BlobStore store, String ledger, Genesis.Sealed beginning)
      throws CorruptRecordException {
    Journal journal = new Journal(store, ledger);
    LedgerHead head = LedgerHead.before(beginning);
    while (head.height() < height) {
      head = head.advance(journal.requireNext(head));
    }
    return head;
  }

  /** A stored genesis; empty where it is missing or damaged. */
  static Optional<Genesis.Sealed> genesis(BlobStore store, String ledger) {
    try {
      return new GenesisFile(store, ledger).find();
    } catch (CorruptRecordException e) {
      return Optional.empty();
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
