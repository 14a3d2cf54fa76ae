package dev.wastm.ledger;

import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.checkpoint.Checkpoints;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.ForkException;
import dev.wastm.ledger.journal.Genesis;
import dev.wastm.ledger.journal.GenesisFile;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.journal.LedgerHead;
import dev.wastm.ledger.journal.LedgerSignatures;
import dev.wastm.ledger.journal.NewGenesis;
import dev.wastm.ledger.journal.NotAdmittedException;
import dev.wastm.ledger.journal.SmallObject;
import dev.wastm.ledger.journal.StoreIdentity;
import dev.wastm.ledger.key.SigningKey;
import java.util.Optional;

/**
 * Starts a new ledger from an old one's height. The new one has a copy of the history up to there, and so stands on its own: the old one may
 * go on, or go away. What says that this history is its own, its genesis, is stored last, so that a fork that is cut off is no ledger yet,
 * and can be made again.
 */
public final class LedgerFork {
  private LedgerFork() {}

  /**
   * Makes the fork, or completes it; the same again changes nothing.
   *
   * @param height from 1
   * @param signer who vouches for the new ledger's genesis, and with it for where it comes from; empty where nobody does
   * @return the new ledger's head
   * @throws CorruptRecordException where the old ledger's history is damaged
   * @throws ForkException where there is another ledger of the new name already
   * @throws NotAdmittedException where the fork was made before, and its genesis is not signed with this key
   */
  public static LedgerHead create(
      BlobStore store, String from, long height, String name, Optional<SigningKey> signer)
      throws CorruptRecordException, ForkException, NotAdmittedException {
    Journal old = new Journal(store, LedgerName.require(from));
    Journal fork = new Journal(store, LedgerName.require(name));
    if (from.equals(name) || fork.newestHeight() > height) {
      throw taken(name);
    }
    requireFree(store, name, old.requireHeader(height));
    LedgerSignatures signatures = new LedgerSignatures(store, from);
    LedgerHead head = LedgerHead.before(old.genesis());
    while (head.height() < height) {
      Journal.Stored stored = old.requireNextStored(head);
      head = head.advance(stored.outcome());
      put(store, fork.key(head.height()), stored.file(), name);
      signatures.copy(head.header().orElseThrow(), new LedgerSignatures(store, name));
    }
    BatchHeader.Sealed last = head.header().orElseThrow();
    Genesis.Origin origin = new Genesis.Origin(last, head.genesis().at(height));
    Genesis.Sealed genesis = establish(store, name, origin, signer);
    LedgerHead start = new LedgerHead(genesis, head.header(), head.state());
    new Checkpoints(store, name).write(start);
    return start;
  }

  /** Nothing is copied to a ledger that has a genesis already, unless it is this very fork. */
  private static void requireFree(BlobStore store, String name, BatchHeader.Sealed last)
      throws CorruptRecordException, ForkException {
    Optional<Genesis.Sealed> known = new GenesisFile(store, name).find();
    if (known.isPresent()
        && known
            .get()
            .genesis()
            .origin()
            .filter(origin -> origin.header().equals(last))
            .isEmpty()) {
      throw taken(name);
    }
  }

  private static Genesis.Sealed establish(
      BlobStore store, String name, Genesis.Origin origin, Optional<SigningKey> signer)
      throws CorruptRecordException, ForkException, NotAdmittedException {
    Genesis.Sealed genesis = make(store, name, origin, signer);
    if (!genesis.genesis().origin().equals(Optional.of(origin))) {
      throw taken(name);
    }
    if (signer.isPresent()) {
      new LedgerSignatures(store, name).requireAdmitted(genesis, signer.get().verification());
    }
    return genesis;
  }

  private static Genesis.Sealed make(
      BlobStore store, String name, Genesis.Origin origin, Optional<SigningKey> signer)
      throws CorruptRecordException, ForkException {
    GenesisFile file = new GenesisFile(store, name);
    Optional<Genesis.Sealed> known = file.find();
    try {
      return known.isPresent()
          ? known.get()
          : file.make(NewGenesis.of(name, StoreIdentity.ensure(store), origin), signer);
    } catch (IllegalArgumentException e) {
      throw new ForkException(String.valueOf(e.getMessage()));
    }
  }

  private static void put(BlobStore store, BlobKey to, byte[] record, String name)
      throws ForkException {
    if (!store.putIfAbsent(to, record) && !SmallObject.holds(store, to, record)) {
      throw taken(name);
    }
  }

  private static ForkException taken(String name) {
    return new ForkException("There is another ledger \"" + name
        + "\" already; nothing of it was changed. Fork under another name.");
  }
}
