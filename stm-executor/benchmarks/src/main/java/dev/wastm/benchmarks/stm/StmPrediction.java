package dev.wastm.benchmarks.stm;

import dev.wastm.stm.TransactionBody;
import java.util.List;

/**
 * What the Block-STM engine would gain on a workload from more processors than there are here: a run of its own scheduler on played threads,
 * with costs that are measured here.
 */
public final class StmPrediction {
  private static final int WARMUPS = 10;
  private static final int RUNS = 9;
  private static final double NS_PER_MS = 1e6;

  /** From signal to running, as measured on Linux; it decides little, because threads sleep rarely. */
  private static final double WAKE_NS = 20_000;

  /** Shares of what one thread loses to the engine for a transaction: half is handing out and publishing, half validating and committing. */
  private static final double PUBLISH_SHARE = 0.5;

  private static final double COMMIT_SHARE = 0.5;

  /** An early validation is a part of what a commit does. */
  private static final double VALIDATION_SHARE = 0.25;

  private final Simulation.Costs costs;
  private final List<TransactionBody<Long, Long, Boolean>> free;

  private StmPrediction(Simulation.Costs costs, List<TransactionBody<Long, Long, Boolean>> free) {
    this.costs = costs;
    this.free = free;
  }

  /**
   * Against sequential execution.
   *
   * @param speedup how many times faster
   * @param aborts executions that would be thrown away
   */
  public record Predicted(double speedup, long aborts) {}

  /** Measures what a workload's transactions cost. One thread has no conflicts, so that what it loses is the engine's own cost. */
  public static StmPrediction measure(StmWorkload workload) {
    StmMeasurement measured = StmMeasurement.of(workload, 1, false, WARMUPS, RUNS);
    double executionNs = measured.sequentialMs() * NS_PER_MS / workload.transactions();
    double engineNs = Math.max(0, measured.parallelMs() - measured.sequentialMs())
        * NS_PER_MS
        / workload.transactions();
    Simulation.Costs costs = new Simulation.Costs(
        executionNs,
        engineNs * PUBLISH_SHARE,
        engineNs * VALIDATION_SHARE,
        engineNs * COMMIT_SHARE,
        WAKE_NS);
    // The costs stand for the work.
    StmWorkload free = new StmWorkload(
        workload.shape(), workload.accounts(), workload.transactions(), 0, workload.seed());
    return new StmPrediction(costs, free.block());
  }

  /** What a transaction takes, in nanoseconds. */
  public double executionNs() {
    return costs.executionNs();
  }

  /** What the engine takes for a transaction, in nanoseconds. */
  public double engineNs() {
    return costs.publishNs() + costs.commitNs();
  }

  /** @param threads from 1 */
  public Predicted at(int threads) {
    var predicted = Simulation.run(free, (key, absent) -> absent, costs, threads);
    return new Predicted(
        costs.executionNs() * free.size() / predicted.durationNs(),
        predicted.result().statistics().aborts());
  }
}
