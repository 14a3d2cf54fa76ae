package dev.wastm.stm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Executes transactions one by one, on a thread of its own. What it gives is, by definition, the outcome of a block. Thread-safe. */
public final class SequentialExecutor implements BlockExecutor {
  private final ExecutorThreads thread =
      new ExecutorThreads("sequential", 1, BlockStm.STACK_SIZE_BYTES_DEFAULT);

  @Override
  public <K, V, R> BlockResult<K, V, R> execute(
      List<? extends Transaction<K, V, R>> block, Snapshot<K, V> base) {
    AtomicReference<@Nullable BlockResult<K, V, R>> result = new AtomicReference<>();
    thread.runOnAll(() -> result.set(run(block, base)));
    BlockResult<K, V, R> ran = result.get();
    if (ran == null) {
      throw new IllegalStateException("The sequential executor's thread ended without a result.");
    }
    return ran;
  }

  private static <K, V, R> BlockResult<K, V, R> run(
      List<? extends Transaction<K, V, R>> block, Snapshot<K, V> base) {
    Map<K, Version.Written<V>> committed = new HashMap<>();
    List<Outcome<R>> outcomes = new ArrayList<>(block.size());
    for (int i = 0; i < block.size(); i++) {
      DirectView<K, V> view = new DirectView<>(i, committed, base);
      outcomes.add(run(block.get(i), view));
      committed.putAll(view.writes().net());
    }
    Map<K, Change<V>> writes = new HashMap<>();
    committed.forEach((key, written) -> {
      V value = written.value();
      writes.put(key, value == null ? new Change.Delete<>() : new Change.Put<>(value));
    });
    return new BlockResult<>(List.copyOf(outcomes), writes, new Statistics(block.size(), 0, 0));
  }

  private static <K, V, R> Outcome<R> run(Transaction<K, V, R> transaction, DirectView<K, V> view) {
    try {
      return new Outcome.Returned<>(transaction.execute(view));
    } catch (Throwable e) {
      view.rollbackTo(0);
      return new Outcome.Threw<>(e);
    }
  }

  @Override
  public void close() {
    thread.close();
  }
}
