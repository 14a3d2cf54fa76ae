package dev.wastm.stm;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The execution of one block step by step: the real scheduler, memory, validation and commit, with no threads of its own. Whoever calls says
 * which worker takes its next step, so that any schedule can be played, and played again. For simulations of machines that are not at hand.
 *
 * <p>A worker's step is what a thread of {@link BlockStm} does without looking at what others do meanwhile: taking a task, executing a
 * transaction without publishing it, publishing it, validating, or committing all that can be committed. Nobody waits inside of a step: a
 * worker that would is {@linkplain Worker#isBlocked blocked} instead. Not thread-safe.
 */
public final class StepwiseExecution<K, V, R> {
  private static final int NOBODY = -1;

  private final Block<K, V, R> block;
  private final ParallelSegment<K, V, R> segment;
  private final Scheduler scheduler;

  /**
   * Begins with all transactions to be executed.
   *
   * @param base what is read below the transactions
   */
  public StepwiseExecution(
      List<? extends TransactionBody<K, V, R>> transactions, Snapshot<K, V> base) {
    this.block = new Block<>(transactions, base, (index, outcome) -> {}, Cancellation.manual());
    this.segment = new ParallelSegment<>(block, transactions.size(), 0, false);
    this.scheduler = segment.scheduler();
  }

  /** Adds a worker, which has nothing to do yet. */
  public Worker newWorker() {
    return new Worker();
  }

  /** Whether all transactions are committed. */
  public boolean isDone() {
    return scheduler.isDone();
  }

  /** Whether the next transaction in order may be committed, or is to be validated for the last time. */
  public boolean canCommit() {
    return scheduler.canCommit();
  }

  /**
   * What came out, which is what comes out of every executor.
   *
   * @param workers all that took steps, whose counts go into the statistics
   * @throws IllegalStateException where not all transactions are committed yet
   */
  public BlockResult<K, V, R> finish(List<Worker> workers) {
    if (!isDone()) {
      throw new IllegalStateException(
          "The block is not done: " + scheduler.committed() + " transactions are committed.");
    }
    workers.forEach(worker -> segment.leave(worker.runner));
    segment.finish();
    return block.result();
  }

  /** What a worker's next step is. */
  public enum Step {
    /** It has nothing to do, until it is told to take a task. */
    TAKE,
    EXECUTE,
    PUBLISH,
    VALIDATE
  }

  /** Passes through a transaction that would have to wait for another one at this point. */
  private static final class Blocked extends Error {
    private static final long serialVersionUID = 1L;
    private final int by;

    Blocked(int by) {
      super("waits for " + by, null, false, false);
      this.by = by;
    }
  }

  /** What a thread is to the executor. */
  public final class Worker {
    private final TaskRunner<K, V, R> runner = new TaskRunner<>(segment, this::awaitsNobody);
    private long task = Task.NONE;
    private @Nullable Outcome<R> executed;
    private int blockedBy = NOBODY;

    private Worker() {}

    private boolean awaitsNobody(int transaction) {
      if (scheduler.isUnderWay(transaction)) {
        throw new Blocked(transaction);
      }
      return scheduler.isExecuted(transaction);
    }

    public Step next() {
      if (executed != null) {
        return Step.PUBLISH;
      } else if (task == Task.NONE) {
        return Step.TAKE;
      }
      return Task.isExecution(task) ? Step.EXECUTE : Step.VALIDATE;
    }

    /** Takes a task where there is one for it. To be asked where the next step is {@link Step#TAKE}. */
    public void take() {
      require(Step.TAKE);
      task = scheduler.nextTask();
    }

    /**
     * Executes a transaction. Afterwards it is to be published; or to be executed once more, by a worker that is blocked; or this worker
     * has given it up, and has nothing to do.
     */
    public void execute() {
      require(Step.EXECUTE);
      blockedBy = NOBODY;
      Outcome<R> outcome = runner.execute(task);
      if (outcome instanceof Outcome.Threw<R> threw && threw.cause() instanceof Blocked blocked) {
        blockedBy = blocked.by;
      } else if (outcome == null) {
        task = Task.NONE;
      } else {
        executed = outcome;
      }
    }

    /** Publishes what was executed. */
    public void publish() {
      Outcome<R> outcome = executed;
      if (outcome == null) {
        throw new IllegalStateException("There is nothing to be published.");
      }
      runner.publish(task, outcome);
      executed = null;
      task = Task.NONE;
    }

    /** Validates a transaction. Where it is not valid, the next step may be to execute it. */
    public void validate() {
      require(Step.VALIDATE);
      task = runner.run(task);
    }

    /**
     * Commits all that can be committed. To be asked where the next step is {@link Step#TAKE}; where the next transaction had to be
     * aborted, this worker is to execute it.
     *
     * @return how many were committed
     */
    public int commit() {
      require(Step.TAKE);
      int before = scheduler.committed();
      task = runner.commitAll();
      return scheduler.committed() - before;
    }

    /** Whether the transaction that it executes reads from one that another worker is executing. */
    public boolean isBlocked() {
      return blockedBy != NOBODY && scheduler.isUnderWay(blockedBy);
    }

    /** Whether it is worth its while to take a step: not where it is blocked, nor where there is nothing to take or to commit. */
    public boolean mayGoOn() {
      return next() == Step.TAKE ? scheduler.mayHaveTask() || scheduler.canCommit() : !isBlocked();
    }

    private void require(Step step) {
      if (next() != step) {
        throw new IllegalStateException(
            "The worker's next step is " + next() + ", not " + step + ".");
      }
    }
  }
}
