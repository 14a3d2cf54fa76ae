package dev.wastm.stm;

import java.util.ArrayList;
import java.util.List;

/**
 * A block under way: its transactions, and the committed overlay with its outcomes. Changed by one thread at a time, in the order of the
 * block; whoever takes over does so after a synchronisation with the one before.
 */
final class Block<K, V, R> {
  private final List<? extends TransactionBody<K, V, R>> transactions;
  private final CommittedOverlay<K, V> overlay;
  private final CommitListener<R> listener;
  private final Cancellation cancellation;
  private final List<Outcome<R>> outcomes;
  private final List<Conflict<K>> conflicts = new ArrayList<>();
  private Statistics statistics = Statistics.NONE;

  Block(
      List<? extends TransactionBody<K, V, R>> transactions,
      Snapshot<K, V> base,
      CommitListener<R> listener,
      Cancellation cancellation) {
    this.transactions = transactions;
    this.overlay = new CommittedOverlay<>(base);
    this.listener = listener;
    this.cancellation = cancellation;
    this.outcomes = new ArrayList<>(transactions.size());
  }

  int size() {
    return transactions.size();
  }

  TransactionBody<K, V, R> transaction(int index) {
    return transactions.get(index);
  }

  CommittedOverlay<K, V> overlay() {
    return overlay;
  }

  Cancellation cancellation() {
    return cancellation;
  }

  /** How many transactions are committed: the index of the next one. */
  int committed() {
    return outcomes.size();
  }

  /** @throws BlockFailedException where what the transaction threw is no outcome */
  void commit(Outcome<R> outcome) {
    int index = outcomes.size();
    EngineFault.unless(index < transactions.size(), "A block commits each transaction once.");
    if (outcome instanceof Outcome.Threw<R> threw
        && BlockFailedException.isOfTheMachine(threw.cause())) {
      throw new BlockFailedException(
          "The block has no outcome, because transaction " + index + " ended with " + threw.cause(),
          threw.cause());
    }
    outcomes.add(outcome);
    listener.committed(index, outcome);
  }

  void count(Statistics more, List<Conflict<K>> with) {
    statistics = statistics.plus(more);
    conflicts.addAll(with);
  }

  BlockCancelledException cancelled() {
    return new BlockCancelledException(committed(), size());
  }

  BlockResult<K, V, R> result() {
    return new BlockResult<>(
        List.copyOf(outcomes), overlay.changes(), statistics, List.copyOf(conflicts));
  }
}
