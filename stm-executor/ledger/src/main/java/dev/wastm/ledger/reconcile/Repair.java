package dev.wastm.ledger.reconcile;

import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.PutMode;
import dev.wastm.ledger.batch.BatchOutcome;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.execution.ExecutedBatch;
import dev.wastm.ledger.execution.system.ActorRecord;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.ForkException;
import dev.wastm.ledger.journal.Genesis;
import dev.wastm.ledger.journal.GenesisFile;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.journal.LedgerHead;
import dev.wastm.ledger.journal.LedgerSignatures;
import dev.wastm.ledger.journal.Quarantine;
import dev.wastm.ledger.journal.SmallObject;
import dev.wastm.ledger.key.VerificationKey;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.replay.BatchComparison;
import dev.wastm.ledger.state.State;
import java.util.Optional;

/**
 * Brings a copy that lags behind, or is damaged, up to date from another one. Each batch is executed before it is taken, and must come out
 * as it is recorded; modules go before the batches that need them. What is damaged is kept in {@code ledgers/<ledger>/quarantine/} before
 * its place is taken. A copy that holds another whole batch is never touched: that is a fork, and no machine can say who is right.
 */
public final class Repair {
  private final String ledger;
  private final BlobStore target;
  private final BlobStore source;
  private final BatchExecution execution;
  private final Optional<VerificationKey> signer;

  private Repair(
      String ledger,
      BlobStore target,
      BlobStore source,
      BatchExecution execution,
      Optional<VerificationKey> signer) {
    this.ledger = ledger;
    this.target = target;
    this.source = source;
    this.execution = execution;
    this.signer = signer;
  }

  /**
   * Repairs the copy that is here from the one that is there.
   *
   * @param found by {@link Comparison#ofBatches}: what is sound is taken to be so from the beginning
   * @param execution over the modules of {@code source}
   * @param signer who must have signed the genesis of the source and the header of each batch that is taken; empty where it does not matter
   * @return how many batches were taken
   * @throws ForkException where the copies hold different histories, or the source lacks a signature
   * @throws CorruptRecordException where the source is damaged before it has what is needed, or its batches do not come out again
   */
  public static long run(
      String ledger,
      BlobStore target,
      BlobStore source,
      Comparison found,
      BatchExecution execution,
      Optional<VerificationKey> signer)
      throws ForkException, CorruptRecordException {
    if (found.isFork()) {
      long height = found.firstDifference().getAsLong();
      throw new ForkException("The two copies of ledger \"" + ledger + "\" "
          + (height == 0
              ? "are two ledgers, with a genesis each"
              : "hold different histories from height " + height + " on")
          + ". Nothing was copied: decide which one is right.");
    }
    return new Repair(ledger, target, source, execution, signer)
        .take(found.here().sound(), found.there().sound());
  }

  private long take(long from, long to) throws CorruptRecordException, ForkException {
    Journal journal = new Journal(source, ledger);
    LedgerSignatures signatures = new LedgerSignatures(source, ledger);
    LedgerSignatures copies = new LedgerSignatures(target, ledger);
    Genesis.Sealed genesis = journal.genesis();
    requireSigned("The genesis", signer.flatMap(key -> signatures.lacking(genesis, key)));
    LedgerHead head = Copy.head(from, target, ledger, genesis);
    ActorRecord.modulesOf(head.state()).forEach(this::copyModule);
    copyGenesis();
    signatures.copy(genesis, copies);
    while (head.height() < to) {
      Journal.Stored stored = journal.requireNextStored(head);
      BatchOutcome recorded = stored.outcome();
      recorded.modules().forEach(this::copyModule);
      requireSigned(
          "Height " + (head.height() + 1),
          signer.flatMap(key -> signatures.lacking(recorded.header(), key)));
      head = head.advance(recorded.header(), replayed(head, recorded));
      put(head.height(), stored.file());
      signatures.copy(recorded.header(), copies);
    }
    return to - from;
  }

  /** The state after a batch, which must come out as it is recorded, changes included. */
  private State replayed(LedgerHead head, BatchOutcome recorded) throws CorruptRecordException {
    ExecutedBatch replayed = execution.execute(head.state(), recorded.batch());
    if (BatchComparison.firstDifference(recorded, replayed.outcome()).isPresent()) {
      throw new CorruptRecordException(
          head.height() + 1,
          "executed again it does not come out as it is recorded (wastm ledger verify says where)");
    }
    return replayed.state();
  }

  private void requireSigned(String what, Optional<String> lacking) throws ForkException {
    if (lacking.isPresent()) {
      throw new ForkException(what + " of the other copy of ledger \"" + ledger
          + "\" is not taken, nor is anything after it: " + lacking.get() + ".");
    }
  }

  private void copyGenesis() {
    BlobKey key = GenesisFile.key(ledger);
    byte[] right = source.get(key, GenesisFile.SIZE_BYTES_MAX);
    put(key, right, () -> new Quarantine(target, ledger).keepGenesis());
  }

  private void copyModule(Digest digest) {
    BlobKey key = ModuleStore.key(digest);
    if (target.head(key).isEmpty()) {
      target.put(key, new ModuleStore(source).fetch(digest), PutMode.OVERWRITE);
    }
  }

  private void put(long height, byte[] record) {
    put(new Journal(target, ledger).key(height), record, () -> {
      Optional<BlobKey> unused = new Quarantine(target, ledger).keep(height);
    });
  }

  /** @param keepOther keeps what lies there and is something else */
  private void put(BlobKey key, byte[] right, Runnable keepOther) {
    if (target.head(key).isEmpty()) {
      target.put(key, right, PutMode.IF_ABSENT);
    } else if (!SmallObject.holds(target, key, right)) {
      keepOther.run();
      target.put(key, right, PutMode.OVERWRITE);
    }
  }
}
