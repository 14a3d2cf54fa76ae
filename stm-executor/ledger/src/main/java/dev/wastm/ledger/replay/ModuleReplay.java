package dev.wastm.ledger.replay;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.ledger.batch.Batch;
import dev.wastm.ledger.batch.BatchOutcome;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.batch.SystemCall;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.checkpoint.Checkpoints;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.execution.ExecutedBatch;
import dev.wastm.ledger.execution.system.ActorRecord;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.journal.LedgerHead;
import dev.wastm.ledger.replay.Verification.Difference;
import dev.wastm.ledger.state.State;
import dev.wastm.ledger.text.Names;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What would have come out of a range of a ledger had some actors had other modules: from the beginning of the range, or from their
 * deployment in it, and through all their upgrades. Each batch is executed on what the ones before it would have left. Nothing is stored.
 */
public final class ModuleReplay {
  /** Enough to see what the new module does differently. */
  private static final int DIFFERENCES_MAX = 20;

  private final Journal journal;
  private final Checkpoints checkpoints;
  private final BatchExecution execution;
  private final Map<String, Digest> modules;
  private final Set<String> met = new HashSet<>();
  private final TreeMap<String, Integer> byField = new TreeMap<>();
  private final List<Difference> differences = new ArrayList<>();

  private ModuleReplay(
      String ledger, BlobStore store, BatchExecution execution, Map<String, Digest> modules) {
    this.journal = new Journal(store, ledger);
    this.checkpoints = new Checkpoints(store, ledger);
    this.execution = execution;
    this.modules = Map.copyOf(modules);
  }

  /**
   * What came out.
   *
   * @param byField how many receipts differ, by the first field in which they do
   * @param differences the first of them
   * @param recordedStateRoot after the range, as it was
   * @param replayedStateRoot as it would have been; it differs at least by the actors' modules
   */
  public record Report(
      long transactions,
      Map<String, Integer> byField,
      List<Difference> differences,
      Digest recordedStateRoot,
      Digest replayedStateRoot) {
    public Report {
      differences = List.copyOf(differences);
    }

    public int differing() {
      return byField.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  /**
   * Replays the heights from one to another.
   *
   * @param modules the other modules' digests, by actor
   * @throws CorruptRecordException where a batch on the way is damaged or missing
   * @throws IllegalArgumentException where the range has nothing to do with one of the actors
   */
  public static Report replay(
      String ledger,
      BlobStore store,
      BatchExecution execution,
      Map<String, Digest> modules,
      long from,
      long to)
      throws CorruptRecordException {
    return new ModuleReplay(ledger, store, execution, modules).replay(from, to);
  }

  private Report replay(long from, long to) throws CorruptRecordException {
    LedgerHead head = checkpoints.headAt(from - 1);
    State state = substituted(head.state());
    long transactions = 0;
    for (long height = from; height <= to; height++) {
      BatchOutcome record = journal.require(height);
      ExecutedBatch replayed = execution.execute(state, substituted(record.batch()));
      compare(record, replayed.outcome());
      state = replayed.state();
      head = head.advance(record);
      transactions += record.transactions().size();
    }
    for (String actor : modules.keySet()) {
      if (!met.contains(actor)) {
        throw new IllegalArgumentException("there is no actor \"" + Names.shown(actor)
            + "\" at height " + (from - 1) + ", and none is deployed up to height " + to + ".");
      }
    }
    return new Report(transactions, byField, differences, head.state().root(), state.root());
  }

  private State substituted(State state) {
    State result = state;
    for (Map.Entry<String, Digest> module : modules.entrySet()) {
      Optional<State> moved = ActorRecord.withModule(result, module.getKey(), module.getValue());
      if (moved.isPresent()) {
        met.add(module.getKey());
        result = moved.get();
      }
    }
    return result;
  }

  private Batch substituted(Batch batch) {
    return Batch.of(
        batch.ledger(),
        batch.genesis(),
        batch.height(),
        batch.parentHash(),
        batch.timestampMs(),
        batch.seed(),
        batch.transactions().stream()
            .map(given -> substitute(given).orElse(given))
            .toList());
  }

  /** A deployment or an upgrade of one of the actors, with the other module. */
  private Optional<Transaction.Sealed> substitute(Transaction.Sealed given) {
    if (!(given.call() instanceof SystemCall.OfModule call)) {
      return Optional.empty();
    }
    Optional<Digest> module = Optional.ofNullable(modules.get(call.actor()));
    module.ifPresent(unused -> met.add(call.actor()));
    return module.map(digest -> call.sealed(given.transaction(), digest));
  }

  private void compare(BatchOutcome record, BatchOutcome replayed) {
    for (int i = 0; i < record.sealedReceipts().size(); i++) {
      Receipt was = record.sealedReceipts().get(i).receipt();
      Receipt is = replayed.sealedReceipts().get(i).receipt();
      boolean isSubstituted = !was.transactionHash().equals(is.transactionHash());
      ReceiptComparison.firstDifference(
              record.header().header().height(), was, isSubstituted ? disguised(is, was) : is)
          .ifPresent(this::note);
    }
  }

  /** Another module makes another transaction with another write; neither is what is asked for. */
  private static Receipt disguised(Receipt is, Receipt was) {
    return new Receipt(
        is.index(),
        was.transactionHash(),
        is.status(),
        is.output(),
        is.fuelUsed(),
        is.events(),
        was.writesDigest(),
        is.failure());
  }

  private void note(Difference difference) {
    byField.merge(difference.field(), 1, Integer::sum);
    if (differences.size() < DIFFERENCES_MAX) {
      differences.add(difference);
    }
  }
}
