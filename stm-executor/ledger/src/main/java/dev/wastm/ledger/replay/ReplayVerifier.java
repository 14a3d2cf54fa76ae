package dev.wastm.ledger.replay;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.ledger.batch.Admission;
import dev.wastm.ledger.batch.Batch;
import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.batch.BatchOutcome;
import dev.wastm.ledger.checkpoint.Checkpoints;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.execution.ExecutedBatch;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.journal.LedgerHead;
import dev.wastm.ledger.replay.Verification.Damaged;
import dev.wastm.ledger.replay.Verification.Difference;
import dev.wastm.ledger.replay.Verification.Verified;
import java.util.Optional;

/**
 * Executes a range of the journal once more, from the newest checkpoint before it, and compares every receipt, change and root with what is
 * stored, once the chain of the range's headers has been checked. Trusts nothing it reads: a checkpoint must have the root of its height, a batch
 * must follow the one before. Thread-safe where its execution is.
 */
public final class ReplayVerifier {
  private final ChainVerifier chain;
  private final Journal journal;
  private final Checkpoints checkpoints;
  private final BatchExecution execution;

  public ReplayVerifier(
      String ledger, BlobStore store, BatchExecution execution, Expectations expected) {
    this.chain = new ChainVerifier(ledger, store, expected);
    this.journal = new Journal(store, ledger);
    this.checkpoints = new Checkpoints(store, ledger);
    this.execution = execution;
  }

  /** Is told of each height as it is verified. */
  @FunctionalInterface
  public interface Progress {
    void verified(long height);
  }

  /**
   * Verifies a range of heights.
   *
   * @param fromHeight from 1
   * @param toHeight at least {@code fromHeight}
   * @throws IllegalArgumentException where the range is empty or begins below 1
   */
  public Verification verify(long fromHeight, long toHeight, Progress progress) {
    if (fromHeight < 1 || toHeight < fromHeight) {
      throw new IllegalArgumentException("There is nothing to verify from height " + fromHeight
          + " to " + toHeight + "; heights begin at 1, and the range must not be empty.");
    }
    try {
      Chain verified = chain.verify(fromHeight, toHeight);
      return replay(verified, fromHeight, toHeight, progress);
    } catch (BrokenChainException e) {
      return e.found();
    } catch (CorruptRecordException e) {
      return new Damaged(e.height(), String.valueOf(e.getMessage()));
    }
  }

  /** The first rule of admission that a stored batch breaks: no worker would have stored it, whatever comes out of it. */
  private Optional<Admission.Breach> breach(LedgerHead head, BatchOutcome recorded) {
    Batch batch = recorded.batch();
    return Admission.breach(
        batch, execution.protocol(batch.ledger(), head.state(), batch.height()));
  }

  private static Damaged inadmissible(long height, Admission.Breach breach) {
    return new Damaged(
        height,
        "The journal entry of height " + height + " is none that a worker stores: "
            + breach.describe());
  }

  private Verification replay(Chain verified, long fromHeight, long toHeight, Progress progress)
      throws CorruptRecordException {
    LedgerHead head = checkpoints.headAt(fromHeight - 1);
    long transactions = 0;
    for (long height = fromHeight; height <= toHeight; height++) {
      BatchOutcome recorded = journal.require(height);
      Optional<Admission.Breach> breach = breach(head, recorded);
      if (breach.isPresent()) {
        return inadmissible(height, breach.get());
      }
      ExecutedBatch replayed = execution.execute(head.state(), recorded.batch());
      Optional<Difference> difference =
          BatchComparison.firstDifference(recorded, replayed.outcome());
      if (difference.isPresent()) {
        return difference.get().traced(DifferenceTracer.trace(execution, head.state(), recorded));
      }
      head = head.advance(recorded.header(), replayed.state());
      transactions += recorded.transactions().size();
      progress.verified(height);
    }
    BatchHeader.Sealed last = head.header().orElseThrow();
    if (!last.hash().equals(verified.headerHash())) {
      throw new CorruptRecordException(
          toHeight,
          "its header was " + verified.headerHash() + " a moment ago, and is " + last.hash());
    }
    return new Verified(
        verified.genesis(),
        verified.parentHash().hex(),
        fromHeight,
        toHeight,
        transactions,
        last.header().stateRoot().hex(),
        last.hash().hex());
  }
}
