package dev.wastm.benchmarks.stm;

import dev.wastm.stm.BlockResult;
import dev.wastm.stm.Snapshot;
import dev.wastm.stm.StepwiseExecution;
import dev.wastm.stm.StepwiseExecution.Step;
import dev.wastm.stm.TransactionBody;
import java.util.ArrayList;
import java.util.List;

/**
 * A discrete-event run of a block: the real scheduler, memory, validation and commit, on any number of played threads, with given costs in
 * place of a clock. It predicts what more processors than this machine's would bring. Deterministic. A transaction's reads take place at its
 * start, and it publishes at its end.
 */
final class Simulation<K, V, R> {
  /**
   * What things take, in nanoseconds.
   *
   * @param executionNs a transaction
   * @param publishNs handing out and publishing one
   * @param validationNs an early validation
   * @param commitNs validating and committing one, which one thread does at a time
   * @param wakeNs waking a thread that sleeps
   */
  record Costs(
      double executionNs, double publishNs, double validationNs, double commitNs, double wakeNs) {}

  private final StepwiseExecution<K, V, R> block;
  private final Costs costs;
  private final List<Played> threads = new ArrayList<>();
  private double nowNs;
  private double commitFreeNs;

  private Simulation(
      List<? extends TransactionBody<K, V, R>> transactions,
      Snapshot<K, V> base,
      Costs costs,
      int threads) {
    this.block = new StepwiseExecution<>(transactions, base);
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
  record Prediction<K, V, R>(double durationNs, BlockResult<K, V, R> result) {}

  static <K, V, R> Prediction<K, V, R> run(
      List<? extends TransactionBody<K, V, R>> transactions,
      Snapshot<K, V> base,
      Costs costs,
      int threads) {
    return new Simulation<K, V, R>(transactions, base, costs, threads).run();
  }

  private Prediction<K, V, R> run() {
    while (!block.isDone()) {
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
    BlockResult<K, V, R> result =
        block.finish(threads.stream().map(thread -> thread.worker).toList());
    return new Prediction<>(Math.max(nowNs, commitFreeNs), result);
  }

  /** One thread: what it is at, and when it gets on. */
  private final class Played {
    private final StepwiseExecution<K, V, R>.Worker worker = block.newWorker();
    private double readyNs;
    private boolean sleeps;

    void step() {
      switch (worker.next()) {
        case PUBLISH -> {
          worker.publish();
          readyNs += costs.publishNs();
          commit();
        }
        case TAKE -> take();
        case EXECUTE -> execute();
        case VALIDATE -> {
          worker.validate();
          readyNs += costs.validationNs();
        }
      }
    }

    private void take() {
      commit();
      if (worker.next() == Step.TAKE) {
        worker.take();
      }
      sleeps = worker.next() == Step.TAKE;
    }

    private void execute() {
      worker.execute();
      if (worker.next() == Step.PUBLISH) {
        readyNs += costs.executionNs();
      }
      sleeps = worker.isBlocked();
    }

    private void commit() {
      if (block.canCommit() && commitFreeNs <= nowNs) {
        int committed = worker.commit();
        readyNs += costs.commitNs() * (committed + 1);
        commitFreeNs = readyNs;
      }
    }

    void wakeWherePossible() {
      if (sleeps && worker.mayGoOn()) {
        sleeps = false;
        readyNs = nowNs + costs.wakeNs();
      }
    }
  }
}
