package dev.wastm.stm;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A discrete-event run of a block: the real scheduler, memory, validation and commit, on any number of played threads, with given costs in
 * place of a clock. It predicts what more processors than this machine's would bring. Deterministic. A transaction's reads take place at its
 * start, and it publishes at its end.
 */
public final class Simulation<K, V, R> {
  /**
   * What things take, in nanoseconds.
   *
   * @param executionNs a transaction
   * @param publishNs handing out and publishing one
   * @param validationNs an early validation
   * @param commitNs validating and committing one, which one thread does at a time
   * @param wakeNs waking a thread that sleeps
   */
  public record Costs(
      double executionNs, double publishNs, double validationNs, double commitNs, double wakeNs) {}

  /** Passes through a transaction that would have to wait for another one at this point. */
  private static final class Blocked extends Error {
    private static final long serialVersionUID = 1L;
    private final int by;

    Blocked(int by) {
      super("waits for " + by, null, false, false);
      this.by = by;
    }
  }

  private static final int NOBODY = -1;

  private final Block<K, V, R> block;
  private final ParallelSegment<K, V, R> segment;
  private final Scheduler scheduler;
  private final Costs costs;
  private final List<Played> threads = new ArrayList<>();
  private double nowNs;
  private double commitFreeNs;

  private Simulation(
      List<? extends Transaction<K, V, R>> transactions,
      Snapshot<K, V> base,
      Costs costs,
      int threads) {
    this.block = new Block<>(transactions, base, (index, outcome) -> {}, Cancellation.manual());
    this.segment = new ParallelSegment<>(block, transactions.size(), 0, false);
    this.scheduler = segment.scheduler();
    this.costs = costs;
    for (int i = 0; i < threads; i++) {
      this.threads.add(new Played());
    }
  }

  /**
   * Plays a block.
   *
   * @param durationNs what it would have taken
   * @param result what came out, which is what comes out of every executor
   */
  public record Prediction<K, V, R>(double durationNs, BlockResult<K, V, R> result) {}

  public static <K, V, R> Prediction<K, V, R> run(
      List<? extends Transaction<K, V, R>> transactions,
      Snapshot<K, V> base,
      Costs costs,
      int threads) {
    return new Simulation<K, V, R>(transactions, base, costs, threads).run();
  }

  private Prediction<K, V, R> run() {
    while (!scheduler.isDone()) {
      Played next = null;
      for (Played thread : threads) {
        if (!thread.sleeps && (next == null || thread.readyNs < next.readyNs)) {
          next = thread;
        }
      }
      if (next == null) {
        throw new IllegalStateException(
            "All played threads sleep: that is a fault of the scheduler.");
      }
      nowNs = next.readyNs;
      next.step();
      threads.forEach(Played::wakeWherePossible);
    }
    threads.forEach(thread -> segment.leave(thread.runner));
    segment.finish();
    return new Prediction<>(Math.max(nowNs, commitFreeNs), block.result());
  }

  /** One thread: what it is at, and when it gets on. */
  private final class Played {
    private final TaskRunner<K, V, R> runner = new TaskRunner<>(segment, this::awaitsNobody);
    private long task = Task.NONE;
    private @Nullable Outcome<R> executed;
    private double readyNs;
    private boolean sleeps;
    private int blockedBy = NOBODY;

    private boolean awaitsNobody(int transaction) {
      if (scheduler.isUnderWay(transaction)) {
        throw new Blocked(transaction);
      }
      return scheduler.isExecuted(transaction);
    }

    void step() {
      Outcome<R> outcome = executed;
      if (outcome != null) {
        runner.publish(task, outcome);
        executed = null;
        task = Task.NONE;
        readyNs += costs.publishNs();
        commit();
      } else if (task == Task.NONE) {
        take();
      } else if (Task.isExecution(task)) {
        execute();
      } else {
        task = runner.run(task);
        readyNs += costs.validationNs();
      }
    }

    private void take() {
      commit();
      if (task == Task.NONE) {
        task = scheduler.nextTask();
      }
      sleeps = task == Task.NONE;
    }

    private void execute() {
      Outcome<R> outcome = runner.execute(task);
      if (outcome instanceof Outcome.Threw<R> threw && threw.cause() instanceof Blocked blocked) {
        blockedBy = blocked.by;
        sleeps = true;
      } else if (outcome == null) {
        task = Task.NONE;
      } else {
        executed = outcome;
        readyNs += costs.executionNs();
      }
    }

    private void commit() {
      if (scheduler.canCommit() && commitFreeNs <= nowNs) {
        int before = scheduler.committed();
        task = runner.commitAll();
        readyNs += costs.commitNs() * (scheduler.committed() - before + 1);
        commitFreeNs = readyNs;
      }
    }

    void wakeWherePossible() {
      boolean mayGoOn = blockedBy == NOBODY
          ? scheduler.mayHaveTask() || scheduler.canCommit()
          : !scheduler.isUnderWay(blockedBy);
      if (sleeps && mayGoOn) {
        sleeps = false;
        blockedBy = NOBODY;
        readyNs = nowNs + costs.wakeNs();
      }
    }
  }
}
