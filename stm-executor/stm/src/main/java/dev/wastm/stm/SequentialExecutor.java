package dev.wastm.stm;

import java.util.List;

/** Executes transactions sequentially, on a thread of its own. What it gives is, by definition, the outcome of a block. */
public final class SequentialExecutor implements BlockExecutor {
  private final ExecutorThreads thread =
      new ExecutorThreads("sequential", 1, BlockStm.STACK_SIZE_BYTES_DEFAULT);

  @Override
  public <K, V, R> BlockResult<K, V, R> execute(
      List<? extends TransactionBody<K, V, R>> block,
      Snapshot<K, V> base,
      CommitListener<R> listener,
      Cancellation cancellation) {
    return thread.lead(cancellation, () -> {
      Block<K, V, R> run = new Block<>(block, base, listener, cancellation);
      SequentialSegment.run(run, run.size());
      return run.result();
    });
  }

  @Override
  public void close() {
    thread.close();
  }
}
