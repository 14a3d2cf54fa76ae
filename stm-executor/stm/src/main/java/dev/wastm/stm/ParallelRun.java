package dev.wastm.stm;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One block on its way through Block-STM. Each of the executor's threads calls {@link #work}, which returns when the block is done.
 *
 * <p>{@code outcomes} of a transaction are set by the one thread that executes it, before the scheduler publishes it as executed, and read
 * when all threads have returned.
 */
final class ParallelRun<K, V, R> {
  /** Rounds without a task before a thread sleeps: another thread's short transaction ends within so many. */
  private static final int SPINS_MAX = 200;

  /** Short against a transaction that is worth waiting for: a thread that finds nothing to do costs next to nothing. */
  private static final long SLEEP_NS = 20_000;

  private final List<? extends Transaction<K, V, R>> block;
  private final MultiVersionMemory<K, V> memory;
  private final Scheduler scheduler;
  private final AtomicReferenceArray<Outcome<R>> outcomes;
  private final AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();
  private final LongAdder executions = new LongAdder();
  private final LongAdder validations = new LongAdder();
  private final LongAdder aborts = new LongAdder();

  ParallelRun(List<? extends Transaction<K, V, R>> block, Snapshot<K, V> base) {
    this.block = block;
    this.memory = new MultiVersionMemory<>(block.size(), base);
    this.scheduler = new Scheduler(block.size());
    this.outcomes = new AtomicReferenceArray<>(block.size());
  }

  /** A fault of the engine, never of a transaction, ends the block for all threads and is not lost. */
  void work() {
    try {
      Task task = Task.None.NONE;
      int idleRounds = 0;
      while (!scheduler.isDone()) {
        if (task instanceof Task.Execute execution) {
          task = execute(execution);
          idleRounds = 0;
        } else if (task instanceof Task.Validate validation) {
          task = validate(validation);
          idleRounds = 0;
        } else {
          idle(idleRounds++);
          task = scheduler.nextTask();
        }
      }
    } catch (Throwable e) {
      fault.compareAndSet(null, e);
      scheduler.abandon();
    }
  }

  private Task execute(Task.Execute execution) {
    executions.increment();
    int transaction = execution.transaction();
    SpeculativeView<K, V> view = new SpeculativeView<>(transaction, memory, scheduler);
    Outcome<R> outcome;
    try {
      outcome = new Outcome.Returned<>(block.get(transaction).execute(view));
    } catch (SpeculationAborted e) {
      aborts.increment();
      return scheduler.suspend(execution, e.blockingIndex());
    } catch (Throwable e) {
      view.rollbackTo(0);
      outcome = new Outcome.Threw<>(e);
    }
    outcomes.set(transaction, outcome);
    boolean wroteNewKey = memory.record(transaction, view.reads(), view.writes().net());
    return scheduler.finishExecution(execution, wroteNewKey);
  }

  private Task validate(Task.Validate validation) {
    validations.increment();
    int transaction = validation.transaction();
    if (!memory.validate(transaction) && scheduler.tryAbort(validation)) {
      aborts.increment();
      memory.convertWritesToEstimates(transaction);
      return scheduler.finishAbort(transaction);
    }
    scheduler.finishValidation();
    return Task.None.NONE;
  }

  private static void idle(int rounds) {
    if (rounds < SPINS_MAX) {
      Thread.onSpinWait();
    } else {
      LockSupport.parkNanos(SLEEP_NS);
    }
  }

  /**
   * What came out. Call it when all threads have returned.
   *
   * @throws IllegalStateException where the engine itself failed
   */
  BlockResult<K, V, R> result() {
    Throwable failed = fault.get();
    if (failed != null) {
      throw new IllegalStateException(
          "The Block-STM engine failed, and the block has no outcome: " + failed, failed);
    }
    List<Outcome<R>> ordered = new ArrayList<>(block.size());
    for (int i = 0; i < block.size(); i++) {
      ordered.add(outcomes.get(i));
    }
    Statistics statistics = new Statistics(executions.sum(), validations.sum(), aborts.sum());
    return new BlockResult<>(List.copyOf(ordered), memory.finalWrites(), statistics);
  }
}
