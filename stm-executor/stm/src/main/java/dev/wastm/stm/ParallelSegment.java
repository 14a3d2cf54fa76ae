package dev.wastm.stm;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The next transactions of a block on their way through Block-STM, on top of the committed overlay. Each of the executor's threads calls
 * {@link #work}, which returns when all are committed.
 *
 * <p>The outcome of a transaction is set by the one thread that executes it, before the scheduler publishes it as executed, and read by the
 * thread that commits it. The overlay is read by all and stays as it is; what is committed meanwhile is in the memory, and goes into the
 * overlay when all threads have returned.
 */
final class ParallelSegment<K, V, R> implements ExecutorThreads.Work {
  private final Block<K, V, R> block;
  private final int offset;
  private final boolean keepsConflicts;
  private final MultiVersionMemory<K, V> memory;
  private final Scheduler scheduler;
  private final AtomicReferenceArray<@Nullable Outcome<R>> outcomes;
  private final AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();

  /** Held by the one thread that commits. */
  private final AtomicBoolean committing = new AtomicBoolean();

  /** Guarded by itself. */
  private final List<TaskRunner<K, V, R>> finished = new ArrayList<>();

  ParallelSegment(Block<K, V, R> block, int size, int spinsMax, boolean keepsConflicts) {
    this.block = block;
    this.offset = block.committed();
    this.keepsConflicts = keepsConflicts;
    this.memory = new MultiVersionMemory<>(size, block.overlay());
    this.scheduler = new Scheduler(size, spinsMax);
    this.outcomes = new AtomicReferenceArray<>(size);
  }

  /** The index in the block of the first transaction here; inside, transactions count from 0. */
  int offset() {
    return offset;
  }

  boolean keepsConflicts() {
    return keepsConflicts;
  }

  MultiVersionMemory<K, V> memory() {
    return memory;
  }

  Scheduler scheduler() {
    return scheduler;
  }

  Cancellation cancellation() {
    return block.cancellation();
  }

  TransactionBody<K, V, R> transaction(int index) {
    return block.transaction(offset + index);
  }

  void setOutcome(int index, Outcome<R> outcome) {
    outcomes.setRelease(index, outcome);
  }

  /** Whatever a thread dies of ends the segment for all threads, and is not lost. */
  @Override
  public void work() {
    try {
      TaskRunner<K, V, R> runner = new TaskRunner<>(this, scheduler::awaitExecution);
      work(runner);
      leave(runner);
    } catch (Throwable e) {
      fail(e);
    }
  }

  private void work(TaskRunner<K, V, R> runner) {
    long task = Task.NONE;
    while (!scheduler.isDone()) {
      if (cancellation().isCancelled()) {
        scheduler.abandon();
      } else if (task == Task.NONE) {
        task = scheduler.nextTask();
        if (task == Task.NONE) {
          scheduler.awaitTask();
        }
      } else {
        task = runner.run(task);
        if (task == Task.NONE) {
          task = commit(runner);
        }
      }
    }
  }

  /** Allocates nothing, because it may be memory that is missing. */
  @Override
  public void fail(Throwable cause) {
    fault.compareAndSet(null, cause);
    scheduler.abandon();
  }

  /** Takes over what a runner has counted. */
  void leave(TaskRunner<K, V, R> runner) {
    synchronized (finished) {
      finished.add(runner);
    }
  }

  /** Whoever finds the commit taken can go: the thread that holds it looks again after it has let go. */
  private long commit(TaskRunner<K, V, R> runner) {
    long next = Task.NONE;
    while (next == Task.NONE && scheduler.canCommit() && committing.compareAndSet(false, true)) {
      try {
        next = runner.commitAll();
      } finally {
        committing.set(false);
      }
    }
    return next;
  }

  /** Commits a transaction that the scheduler has given to be committed. For the thread that commits. */
  void commit(int transaction, KeptReads kept) {
    memory.settle(transaction, kept);
    scheduler.advance(transaction);
    Outcome<R> outcome = outcomes.getAcquire(transaction);
    if (outcome == null) {
      throw new IllegalStateException("Transaction " + transaction + " ended without an outcome.");
    }
    outcomes.setRelease(transaction, null);
    block.commit(outcome);
  }

  /**
   * Hands over to what comes after. Call it when all threads have returned.
   *
   * @throws BlockFailedException where the engine, the listener or the machine failed
   * @throws BlockCancelledException where the block was cancelled
   */
  void finish() {
    Throwable failed = fault.get();
    if (failed != null) {
      throw BlockFailedException.of(failed);
    } else if (!scheduler.isComplete()) {
      throw block.cancelled();
    }
    memory.forEachFinal(scheduler.committed(), block.overlay()::put);
    for (TaskRunner<K, V, R> runner : finished) {
      block.count(runner.statistics(), runner.conflicts());
    }
  }
}
