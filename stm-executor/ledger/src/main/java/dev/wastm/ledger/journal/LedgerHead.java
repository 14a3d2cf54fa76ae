package dev.wastm.ledger.journal;

import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.batch.BatchOutcome;
import dev.wastm.ledger.execution.system.SignaturePolicy;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.state.State;
import java.util.Optional;

/**
 * Where a ledger stands: its newest header, and the state after it. Immutable.
 *
 * @param genesis the ledger's
 * @param header empty before the first batch
 */
public record LedgerHead(Genesis.Sealed genesis, Optional<BatchHeader.Sealed> header, State state) {
  /** The head of a ledger before its first batch. */
  public static LedgerHead before(Genesis.Sealed genesis) {
    String founder = genesis.genesis().founder();
    return new LedgerHead(
        genesis,
        Optional.empty(),
        founder.isEmpty() ? State.EMPTY : SignaturePolicy.demandedBy(founder));
  }

  /** The head after a batch that was executed on this one. */
  public LedgerHead after(BatchHeader.Sealed executed, State newState) {
    return new LedgerHead(genesis, Optional.of(executed), newState);
  }

  /** The newest height; 0 before the first batch. */
  public long height() {
    return header.map(newest -> newest.header().height()).orElse(0L);
  }

  /** What the next header has as its parent: the newest header's hash, and the genesis hash before the first batch. */
  public Digest hash() {
    return header.map(BatchHeader.Sealed::hash).orElseGet(() -> genesis.at(1).hash());
  }

  /** Milliseconds since the Unix epoch; 0 before the first batch. */
  public long timestampMs() {
    return header.map(newest -> newest.header().timestampMs()).orElse(0L);
  }

  /**
   * The head after a stored batch, by its recorded changes, without executing it.
   *
   * @throws CorruptRecordException where the batch does not continue this head or is older than it, or its changes do not lead to its state root
   * @throws NoRoomException where there is no room for that state: what nobody executed may be of any size
   */
  public LedgerHead advance(BatchOutcome stored) throws CorruptRecordException {
    requireContinues(stored.header().header());
    return after(stored.header(), apply(stored));
  }

  /**
   * The head after a stored batch that was just executed on this one, and came out as it is stored.
   *
   * @param proven the state after it, which need not be made from the changes once more
   * @throws CorruptRecordException where the batch does not continue this head or is older than it
   */
  public LedgerHead advance(BatchHeader.Sealed stored, State proven) throws CorruptRecordException {
    requireContinues(stored.header());
    return after(stored, proven);
  }

  private void requireContinues(BatchHeader next) throws CorruptRecordException {
    if (!next.parentHash().equals(hash())) {
      throw new CorruptRecordException(
          next.height(), "it does not continue the batch stored before it");
    }
    if (!next.priorStateRoot().equals(state.root())) {
      throw new CorruptRecordException(
          next.height(), "it starts from another state than the batch before it left");
    }
    if (next.timestampMs() < timestampMs()) {
      throw new CorruptRecordException(
          next.height(),
          "its timestamp is " + next.timestampMs() + " ms, and that of the batch before it is "
              + timestampMs() + " ms, though time never goes back");
    }
  }

  private State apply(BatchOutcome stored) throws CorruptRecordException {
    BatchHeader next = stored.header().header();
    try {
      State after = state.with(stored.changes());
      if (!after.root().equals(next.stateRoot())) {
        throw new CorruptRecordException(
            next.height(), "its changes do not lead to the state root that its header states");
      }
      if (after.heapBytes() > NoRoomException.heapBytes()) {
        throw NoRoomException.forState(next.height(), after.heapBytes());
      }
      return after;
    } catch (IllegalArgumentException e) {
      throw new CorruptRecordException(next.height(), e.getMessage());
    }
  }
}
