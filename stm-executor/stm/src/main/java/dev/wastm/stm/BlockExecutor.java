package dev.wastm.stm;

import java.util.List;

/** Executes blocks of transactions, with the outcome of running them sequentially. Thread-safe; one block is executed at a time. */
public interface BlockExecutor extends AutoCloseable {
  /**
   * Executes a block and waits for it.
   *
   * @param listener told of every outcome as soon as it is final
   * @param cancellation ends the block early
   * @throws BlockCancelledException where it was cancelled, or the waiting thread was interrupted
   * @throws BlockFailedException where the engine or the listener failed, a thread could not be started, or the machine ran out of memory
   *     in the engine or in a transaction: whatever it was is the cause; what else the snapshot throws passes through the transaction
   *     that reads
   * @throws IllegalStateException where the executor is closed
   */
  <K, V, R> BlockResult<K, V, R> execute(
      List<? extends TransactionBody<K, V, R>> block,
      Snapshot<K, V> base,
      CommitListener<R> listener,
      Cancellation cancellation);

  /** Executes a block to its end and waits for it. */
  default <K, V, R> BlockResult<K, V, R> execute(
      List<? extends TransactionBody<K, V, R>> block, Snapshot<K, V> base) {
    return execute(block, base, (index, outcome) -> {}, Cancellation.manual());
  }

  /** Ends the executor's threads. */
  @Override
  void close();
}
