package dev.wastm.ledger;

import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.ledger.checkpoint.Checkpoints;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.ForkException;
import dev.wastm.ledger.journal.HeaderSignatures;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.journal.LedgerHead;
import dev.wastm.ledger.journal.Origin;
import java.util.Arrays;

/**
 * Starts a new ledger from an old one's height. The new one has a copy of the history up to there, and so stands on its own: the old one may
 * go on, or go away. What says that this history is its own is stored last, so that a fork that is cut off is no ledger yet, and can be
 * made again.
 */
public final class LedgerFork {
  private LedgerFork() {}

  /**
   * Makes the fork, or completes it; the same again changes nothing.
   *
   * @param height from 1
   * @return the new ledger's head
   * @throws CorruptRecordException where the old ledger's history is damaged
   * @throws ForkException where there is another ledger of the new name already
   */
  public static LedgerHead create(BlobStore store, String from, long height, String name)
      throws CorruptRecordException, ForkException {
    Journal old = new Journal(store, LedgerName.require(from));
    Journal fork = new Journal(store, LedgerName.require(name));
    if (from.equals(name) || fork.newestHeight() > height) {
      throw taken(name);
    }
    HeaderSignatures signatures = new HeaderSignatures(store, from);
    LedgerHead head = LedgerHead.GENESIS;
    while (head.height() < height) {
      Journal.Stored stored = old.requireStored(head.height() + 1);
      head = head.advance(stored.record());
      put(store, fork.key(head.height()), stored.file(), name);
      signatures.copy(head.height(), new HeaderSignatures(store, name));
    }
    if (store.head(Origin.key(name)).isEmpty()) {
      Origin.write(store, name, from, head.header().orElseThrow());
    }
    if (!new Journal(store, name)
        .require(height)
        .header()
        .hash()
        .equals(head.hash().orElseThrow())) {
      throw taken(name);
    }
    new Checkpoints(store, name).write(head);
    return head;
  }

  private static void put(BlobStore store, BlobKey to, byte[] record, String name)
      throws ForkException {
    if (!store.putIfAbsent(to, record) && !Arrays.equals(record, store.get(to))) {
      throw taken(name);
    }
  }

  private static ForkException taken(String name) {
    return new ForkException("There is another ledger \"" + name
        + "\" already; nothing of it was changed. Fork under another name.");
  }
}
