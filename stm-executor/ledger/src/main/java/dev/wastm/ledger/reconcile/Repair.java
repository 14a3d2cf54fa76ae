package dev.wastm.ledger.reconcile;

import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.PutMode;
import dev.wastm.ledger.batch.SystemCall;
import dev.wastm.ledger.execution.ActorRecord;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.ForkException;
import dev.wastm.ledger.journal.HeaderSignatures;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.journal.JournalRecord;
import dev.wastm.ledger.journal.LedgerHead;
import dev.wastm.ledger.journal.Origin;
import dev.wastm.ledger.journal.Quarantine;
import dev.wastm.ledger.module.ModuleStore;
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

  private Repair(String ledger, BlobStore target, BlobStore source, BatchExecution execution) {
    this.ledger = ledger;
    this.target = target;
    this.source = source;
    this.execution = execution;
  }

  /**
   * Repairs the copy that is here from the one that is there.
   *
   * @param execution over the modules of {@code source}
   * @return how many batches were taken
   * @throws ForkException where the copies hold different histories
   * @throws CorruptRecordException where the source is damaged before it has what is needed, or its batches do not come out again
   */
  public static long run(
      String ledger, BlobStore target, BlobStore source, Comparison found, BatchExecution execution)
      throws ForkException, CorruptRecordException {
    if (found.isFork()) {
      throw new ForkException("The two copies of ledger \"" + ledger
          + "\" hold different histories from height " + found.firstDifference().getAsLong()
          + " on. Nothing was copied: decide which one is right.");
    }
    return new Repair(ledger, target, source, execution)
        .take(found.here().sound(), found.there().sound().height());
  }

  private long take(LedgerHead from, long to) throws CorruptRecordException {
    ActorRecord.modulesOf(from.state()).forEach(this::copyModule);
    copyOrigin();
    Journal journal = new Journal(source, ledger);
    LedgerHead head = from;
    while (head.height() < to) {
      Journal.Stored stored = journal.requireStored(head.height() + 1);
      JournalRecord record = stored.record();
      record
          .transactions()
          .forEach(entry -> SystemCall.moduleOf(entry.transaction()).ifPresent(this::copyModule));
      requireReplayed(head, record);
      head = head.advance(record);
      put(head.height(), stored.file());
      new HeaderSignatures(source, ledger)
          .copy(head.height(), new HeaderSignatures(target, ledger));
    }
    return to - from.height();
  }

  private void requireReplayed(LedgerHead head, JournalRecord record)
      throws CorruptRecordException {
    Digest replayed = execution.execute(head.state(), record.batch()).header().hash();
    if (!replayed.equals(record.header().hash())) {
      throw new CorruptRecordException(
          head.height() + 1,
          "executed again it does not come out as it is recorded (wastm ledger verify says where)");
    }
  }

  private void copyOrigin() {
    BlobKey key = Origin.key(ledger);
    if (source.head(key).isPresent() && target.head(key).isEmpty()) {
      target.put(key, source.get(key, Origin.SIZE_BYTES_MAX), PutMode.IF_ABSENT);
    }
  }

  private void copyModule(Digest digest) {
    BlobKey key = ModuleStore.key(digest);
    if (target.head(key).isEmpty()) {
      target.put(key, new ModuleStore(source).fetch(digest), PutMode.OVERWRITE);
    }
  }

  private void put(long height, byte[] record) {
    BlobKey key = new Journal(target, ledger).key(height);
    if (target.head(key).isPresent()) {
      Optional<BlobKey> unused = new Quarantine(target, ledger).keep(height);
      target.put(key, record, PutMode.OVERWRITE);
    } else {
      target.put(key, record, PutMode.IF_ABSENT);
    }
  }
}
