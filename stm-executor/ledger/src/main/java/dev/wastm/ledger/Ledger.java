package dev.wastm.ledger;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.ledger.batch.Admission;
import dev.wastm.ledger.batch.Batch;
import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.batch.BatchOutcome;
import dev.wastm.ledger.batch.InvalidTransactionsException;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.checkpoint.Checkpoints;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.execution.ExecutedBatch;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.ForkException;
import dev.wastm.ledger.journal.Genesis;
import dev.wastm.ledger.journal.GenesisFile;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.journal.LedgerHead;
import dev.wastm.ledger.journal.LedgerSignatures;
import dev.wastm.ledger.journal.NewGenesis;
import dev.wastm.ledger.journal.NotAdmittedException;
import dev.wastm.ledger.journal.Quarantine;
import dev.wastm.ledger.journal.StoreIdentity;
import dev.wastm.ledger.key.SigningKey;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.protocol.Protocol;
import dev.wastm.ledger.protocol.UnknownEpochException;
import dev.wastm.ledger.state.State;
import dev.wastm.ledger.submission.TransactionsFile;
import dev.wastm.stm.Statistics;
import java.util.List;
import java.util.Optional;

/**
 * A ledger as one worker holds it: the state in memory, followed by and following the journal. Thread-safe: one batch at a time. Several
 * workers may hold the same ledger; the journal decides between them. A damaged batch is copied into the {@link Quarantine}, and nothing is
 * executed on it.
 */
public final class Ledger {
  private static final String SOMEBODY_WROTE =
      "Somebody has written to the blob store. Nothing was appended: restore the store from a copy, or find out which"
          + " history is right (wastm ledger compare) and restart the worker on it.";

  private final String name;
  private final BlobStore store;
  private final BatchExecution execution;
  private final Journal journal;
  private final Quarantine quarantine;
  private final Checkpoints checkpoints;
  private final BatchSealing sealing;
  private final GenesisFile genesisFile;
  private final LedgerSignatures signatures;

  /** Immutable; readers take it without the lock, writers replace it under the lock. */
  private volatile LedgerHead head;

  /** Which store the ledger was opened in; empty where it had no identity, and so no ledger, yet. Written under the lock. */
  private volatile Optional<StoreIdentity> identity;

  /** Whether the head's genesis is stored, and not one that stands in for it. Written under the lock. */
  private volatile boolean isEstablished;

  private Ledger(
      String name,
      BlobStore store,
      BatchExecution execution,
      Checkpoints checkpoints,
      LedgerHead head) {
    this.name = name;
    this.store = store;
    this.execution = execution;
    this.journal = new Journal(store, name);
    this.quarantine = new Quarantine(store, name);
    this.checkpoints = checkpoints;
    this.sealing = new BatchSealing(new ModuleStore(store), execution);
    this.genesisFile = new GenesisFile(store, name);
    this.signatures = new LedgerSignatures(store, name);
    this.head = head;
    this.identity = StoreIdentity.find(store);
    this.isEstablished = head.height() > 0 || !head.genesis().equals(Genesis.ofNoLedgerYet(name));
  }

  /**
   * Loads a ledger: its newest whole checkpoint, then the journal's tail. A ledger that is not stored yet is empty, and its genesis only stands
   * in for one; see {@link #establish}.
   *
   * @throws CorruptRecordException where a stored batch or the genesis is damaged, or checkpoints speak of another history
   * @throws UnknownEpochException where this version of WASTM is too old for the ledger
   */
  public static Ledger open(String name, BlobStore store, BatchExecution execution)
      throws CorruptRecordException {
    Checkpoints checkpoints = new Checkpoints(store, LedgerName.require(name));
    LedgerHead start = checkpoints.newestAtMost(Long.MAX_VALUE);
    Ledger ledger = new Ledger(name, store, execution, checkpoints, start);
    ledger.catchUp();
    var unused = ledger.protocol();
    return ledger;
  }

  /**
   * Makes sure that the ledger has a genesis, as it must before its first batch. Where it has none it is given one; who gives it signs it,
   * and before it is stored, so that a genesis that this key made is never without its signature.
   *
   * @param signer who will sign the headers; empty where nobody does
   * @throws NotAdmittedException where the ledger has a genesis that this key has not signed
   * @throws CorruptRecordException where the genesis is damaged
   */
  public synchronized void establish(Optional<SigningKey> signer)
      throws NotAdmittedException, CorruptRecordException {
    catchUp();
    if (!isEstablished) {
      StoreIdentity own = StoreIdentity.ensure(store);
      begin(genesisFile.make(NewGenesis.of(name, own), signer));
    }
    if (signer.isPresent()) {
      signatures.requireAdmitted(head.genesis(), signer.get().verification());
    }
  }

  @GuardedBy("this")
  private void begin(Genesis.Sealed genesis) {
    head = LedgerHead.before(genesis);
    identity = StoreIdentity.find(store);
    isEstablished = true;
  }

  public String name() {
    return name;
  }

  public LedgerHead head() {
    return head;
  }

  /**
   * The protocol of the next batch.
   *
   * @throws UnknownEpochException where this version of WASTM is too old for the ledger
   */
  public Protocol protocol() {
    LedgerHead current = head;
    return execution.protocol(name, current.state(), current.height() + 1);
  }

  /**
   * Makes submitted transactions into a batch: checks them against the ledger's head and names modules by digest. The same lines for the
   * same slot give the same batch, also once that batch has taken effect.
   *
   * @param source what errors call the submission, such as a file's name
   * @throws InvalidTransactionsException naming the first line that cannot be executed, and why; or where the slot's timestamp is before
   *     that of the batch which it is to follow
   * @throws CorruptRecordException where a stored batch is damaged
   */
  public Batch seal(String source, List<TransactionsFile.Line> lines, Slot slot)
      throws InvalidTransactionsException, CorruptRecordException {
    if (slot.height() > head.height() + 1) {
      catchUp();
    }
    Admission.requireTimestamp(slot.timestampMs());
    requireTimeGoesOn(slot);
    State state = head.state();
    Protocol protocol = execution.protocol(name, state, slot.height());
    return place(sealing.seal(source, lines, state, protocol), slot);
  }

  /** Sealed transactions as the batch of a slot: of another one than they were sealed for where the ledger has got its genesis since. */
  public Batch place(List<Transaction.Sealed> transactions, Slot slot) {
    return Batch.of(
        name,
        head.genesis().at(slot.height()).hash(),
        slot.height(),
        slot.parentHash(),
        slot.timestampMs(),
        slot.seed(),
        transactions);
  }

  private void requireTimeGoesOn(Slot slot) throws InvalidTransactionsException {
    LedgerHead before = head;
    if (slot.height() == before.height() + 1 && slot.timestampMs() < before.timestampMs()) {
      throw new InvalidTransactionsException("Batch " + slot.height() + " of ledger \"" + name
          + "\" cannot have the timestamp " + slot.timestampMs()
          + " ms: the batch before it has " + before.timestampMs()
          + " ms, and time never goes back.");
    }
  }

  /**
   * A batch's place in the ledger, and what its guests see of time and randomness.
   *
   * @param parentHash the hash of the header before; the genesis hash at height 1
   * @param timestampMs milliseconds since the Unix epoch, at least those of the batch before
   */
  public record Slot(long height, Digest parentHash, long timestampMs, Digest seed) {}

  /** Executes a batch on the head, without storing anything. */
  public ExecutedBatch execute(Batch batch) {
    return execution.execute(head.state(), batch);
  }

  /**
   * Makes a batch take effect exactly once: executes it and stores it, unless it is stored already. Before it is stored, the header below
   * must still be the one that was executed on: that costs one read of a kilobyte from the store.
   *
   * @return what came out of it, whoever executed it
   * @throws ForkException where another batch has its height, or it does not continue the ledger, or the stored history has become another
   * @throws CorruptRecordException where a stored batch is damaged
   * @throws IllegalArgumentException where the batch breaks a rule that {@link #seal} holds batches to
   */
  public synchronized Committed commit(Batch batch) throws ForkException, CorruptRecordException {
    try {
      return commitOnce(batch);
    } catch (CorruptRecordException e) {
      throw damaged(e);
    } catch (ForkException e) {
      requireSameStore();
      throw e;
    }
  }

  @GuardedBy("this")
  private Committed commitOnce(Batch batch) throws ForkException, CorruptRecordException {
    if (batch.height() > head.height() + 1) {
      follow();
    }
    if (batch.height() <= head.height()) {
      return new Committed(stored(batch), Optional.empty());
    }
    requireContinues(batch);
    requireAdmitted(batch);
    ExecutedBatch executed = execution.execute(head.state(), batch);
    requireStoredBelow();
    journal.append(executed);
    head = head.after(executed.outcome().header(), executed.state());
    return new Committed(executed.outcome(), Optional.of(executed.statistics()));
  }

  /**
   * A batch that has taken effect.
   *
   * @param statistics of its execution just now; empty where it was stored before
   */
  public record Committed(BatchOutcome outcome, Optional<Statistics> statistics) {}

  /** Stores a checkpoint of the head, unless there is one; does nothing before the first batch. */
  public void checkpoint() {
    LedgerHead current = head;
    if (current.header().isPresent()) {
      requireSameStore();
      checkpoints.write(current);
    }
  }

  /** Follows the journal to its end: another worker may have written since this one last looked. */
  public synchronized void catchUp() throws CorruptRecordException {
    try {
      follow();
    } catch (CorruptRecordException e) {
      throw damaged(e);
    }
  }

  /**
   * Makes sure that the ledger is in this store as far as somebody knows it.
   *
   * @param height where it stood once
   * @param headerHash of the header there; the genesis hash where the height is 0
   * @throws ForkException where the height has another header
   * @throws CorruptRecordException where a stored batch is damaged
   * @throws BlobStoreException where the store holds less: it is another one, an emptied one, or one that lags behind
   */
  public synchronized void requireReaches(long height, Digest headerHash)
      throws ForkException, CorruptRecordException {
    try {
      follow();
      requireHas(height, headerHash);
    } catch (CorruptRecordException e) {
      throw damaged(e);
    } catch (ForkException e) {
      requireSameStore();
      throw e;
    }
  }

  @GuardedBy("this")
  private void requireHas(long height, Digest headerHash)
      throws ForkException, CorruptRecordException {
    if (head.height() < height || !isEstablished) {
      throw BlobStoreException.unavailable(
          "The blob store " + store + " of this worker has the ledger \"" + name
              + "\" up to height " + head.height() + ", and it stood at " + height
              + " before. Nothing was executed: give the worker the store that the ledger is in.",
          null);
    }
    Digest here = height == 0
        ? head.genesis().at(1).hash()
        : journal.requireHeader(height).hash();
    if (!here.equals(headerHash)) {
      throw new ForkException("Height " + height + " of ledger \"" + name + "\" has the header "
          + here + " in the blob store " + store + " of this worker, and had " + headerHash
          + " before. " + SOMEBODY_WROTE);
    }
    if (head.height() > 0) {
      requireStoredBelow();
    }
  }

  /** What is damaged, with a copy in quarantine; unless it is another store that it was read from. */
  private CorruptRecordException damaged(CorruptRecordException found) {
    requireSameStore();
    return quarantine.keep(found);
  }

  /** What is missing or different in another store is no fault of the ledger. */
  private void requireSameStore() {
    Optional<StoreIdentity> now = StoreIdentity.find(store);
    if (!now.equals(identity)) {
      throw BlobStoreException.unavailable(
          "The blob store " + store + " is not the one that the ledger \"" + name
              + "\" was opened in: its identity was "
              + identity.map(StoreIdentity::hex).orElse("none") + ", and is "
              + now.map(StoreIdentity::hex).orElse("gone")
              + ". Nothing was appended: mount the right one again, or restart the worker on this one.",
          null);
    }
  }

  @GuardedBy("this")
  private void follow() throws CorruptRecordException {
    if (!isEstablished) {
      genesisFile.find().ifPresent(this::begin);
    }
    Optional<BatchOutcome> next = journal.next(head);
    while (next.isPresent()) {
      head = head.advance(next.get());
      next = journal.next(head);
    }
    journal.requireNotLost(head.height() + 1);
  }

  @GuardedBy("this")
  private BatchOutcome stored(Batch batch) throws ForkException, CorruptRecordException {
    BatchOutcome stored = journal.require(batch.height());
    if (!stored.batch().equals(batch)) {
      throw fork(batch, "holds another batch there already");
    }
    requireLeadsHere(stored.header());
    return stored;
  }

  /** A stored batch is acknowledged only where it is one of those that this worker stands on. */
  @GuardedBy("this")
  private void requireLeadsHere(BatchHeader.Sealed from)
      throws ForkException, CorruptRecordException {
    BatchHeader.Sealed at = from;
    while (at.header().height() < head.height()) {
      BatchHeader.Sealed next = journal.requireHeader(at.header().height() + 1);
      if (!next.header().parentHash().equals(at.hash())) {
        throw rewritten(at.header().height(), "does not lead to the one after it");
      }
      at = next;
    }
    if (!at.hash().equals(head.hash())) {
      throw rewritten(head.height(), "has become " + at.hash());
    }
  }

  /** Whoever can write to the store may have put another history below. */
  @GuardedBy("this")
  private void requireStoredBelow() throws ForkException, CorruptRecordException {
    if (!isEstablished) {
      throw new IllegalStateException("The ledger \"" + name + "\" has no genesis yet.");
    }
    if (head.height() == 0) {
      Optional<Genesis.Sealed> stored = genesisFile.find();
      if (stored.isEmpty() || !stored.get().hash().equals(head.genesis().hash())) {
        throw new ForkException("The genesis of the ledger \"" + name + "\" was "
            + head.genesis().hash() + " when this worker opened it, and is "
            + stored.map(found -> "now " + found.hash()).orElse("gone") + ". " + SOMEBODY_WROTE);
      }
      return;
    }
    Optional<BatchHeader.Sealed> stored = journal.header(head.height());
    if (stored.isEmpty()) {
      throw rewritten(head.height(), "is gone");
    } else if (!stored.get().hash().equals(head.hash())) {
      throw rewritten(head.height(), "has become " + stored.get().hash());
    }
  }

  @GuardedBy("this")
  private ForkException rewritten(long height, String what) {
    return new ForkException("The stored history of ledger \"" + name
        + "\" was rewritten below this worker, which stands at height " + head.height()
        + " on the header "
        + head.hash() + ": the stored header of height " + height + " " + what + ". "
        + SOMEBODY_WROTE);
  }

  @GuardedBy("this")
  private void requireContinues(Batch batch) throws ForkException {
    if (batch.height() != head.height() + 1) {
      throw fork(batch, "stands at height " + head.height() + " only");
    }
    if (!batch.genesis().equals(head.genesis().hash())) {
      throw fork(
          batch,
          "has the genesis " + head.genesis().hash() + ", and the batch is made for "
              + batch.genesis());
    }
    if (!batch.parentHash().equals(head.hash())) {
      throw fork(batch, "has another batch before it than the one it was made to follow");
    }
    if (batch.timestampMs() < head.timestampMs()) {
      throw fork(
          batch,
          "stands at " + head.timestampMs() + " ms already, and the batch has the timestamp "
              + batch.timestampMs() + " ms");
    }
  }

  /** What is stored is what replay takes: a batch that was not sealed here is held to the same rules. */
  @GuardedBy("this")
  private void requireAdmitted(Batch batch) {
    Optional<Admission.Breach> breach = Admission.breach(batch, protocol());
    if (breach.isPresent()) {
      throw new IllegalArgumentException("Batch " + batch.height() + " of ledger \"" + name
          + "\" is none that can be stored: " + breach.get().describe());
    }
  }

  private ForkException fork(Batch batch, String why) {
    return new ForkException("Batch " + batch.height() + " does not fit into ledger \"" + name
        + "\": the ledger " + why + ". Nothing was executed or overwritten.");
  }
}
