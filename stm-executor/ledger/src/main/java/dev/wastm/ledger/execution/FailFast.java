package dev.wastm.ledger.execution;

import dev.wastm.ledger.batch.Batch;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.stm.BlockCancelledException;
import dev.wastm.stm.BlockExecutor;
import dev.wastm.stm.BlockResult;
import dev.wastm.stm.Cancellation;
import dev.wastm.stm.CommitListener;
import dev.wastm.stm.Outcome;
import dev.wastm.stm.Snapshot;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a batch, which the first transaction that throws ends at once. A transaction throws only where the infrastructure fails: all
 * that a guest can do ends in a receipt. Only a committed outcome counts, since a speculation that is thrown away may fail for reasons
 * that never were.
 *
 * <p>The failure is set once, by the thread that commits, before it cancels; the waiting thread reads it after the block has ended.
 */
final class FailFast implements CommitListener<TransactionOutcome> {
  private final Batch batch;
  private final Cancellation cancellation = Cancellation.manual();
  private final AtomicReference<@Nullable ExecutionFailedException> failure =
      new AtomicReference<>();

  FailFast(Batch batch) {
    this.batch = batch;
  }

  /** @throws ExecutionFailedException where a transaction threw */
  BlockResult<StateKey, byte[], TransactionOutcome> execute(
      BlockExecutor executor, List<LedgerTransaction> block, Snapshot<StateKey, byte[]> prior) {
    try {
      BlockResult<StateKey, byte[], TransactionOutcome> result =
          executor.execute(block, prior, this, cancellation);
      requireNone();
      return result;
    } catch (BlockCancelledException e) {
      requireNone();
      throw e;
    }
  }

  @Override
  public void committed(int index, Outcome<TransactionOutcome> outcome) {
    if (outcome instanceof Outcome.Threw<TransactionOutcome> threw) {
      failure.compareAndSet(null, failed(index, threw.cause()));
      cancellation.cancel();
    }
  }

  private void requireNone() {
    ExecutionFailedException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
  }

  private ExecutionFailedException failed(int transaction, Throwable cause) {
    String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return new ExecutionFailedException(
        "Batch " + batch.height() + " of ledger \"" + batch.ledger()
            + "\" could not be executed: transaction " + transaction
            + " failed for a reason that is not its own: " + why,
        cause);
  }
}
