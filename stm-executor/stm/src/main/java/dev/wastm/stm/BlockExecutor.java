package dev.wastm.stm;

import java.util.List;

/** Executes blocks of transactions, with the outcome of running them one by one. Thread-safe. */
public interface BlockExecutor extends AutoCloseable {
  /**
   * Executes a block and waits for it.
   *
   * @throws IllegalStateException where the executor is closed, or the waiting thread is interrupted
   */
  <K, V, R> BlockResult<K, V, R> execute(
      List<? extends Transaction<K, V, R>> block, Snapshot<K, V> base);

  /** Ends the executor's threads. */
  @Override
  void close();
}
