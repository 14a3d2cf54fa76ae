package dev.wastm.cli.bench;

import dev.wastm.stm.BlockExecutor;
import dev.wastm.stm.BlockResult;
import dev.wastm.stm.BlockStm;
import dev.wastm.stm.Conflict;
import dev.wastm.stm.SequentialExecutor;
import dev.wastm.stm.Statistics;
import dev.wastm.stm.Transaction;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a workload took, one by one and in parallel, in turn within one run. Times are medians.
 *
 * @param statistics of the last parallel run
 * @param conflicts of one more run, which is not timed
 */
record StmMeasurement(
    long digest,
    double sequentialMs,
    double parallelMs,
    Statistics statistics,
    List<Conflict<Long>> conflicts) {
  private static final double NS_PER_MS = 1e6;
  private static final int HOTTEST_KEYS_MAX = 10;

  double speedup() {
    return sequentialMs / parallelMs;
  }

  /**
   * Measures a workload.
   *
   * @param adaptive whether the engine may run stretches one by one
   * @throws IllegalStateException where the parallel outcome is not the sequential one
   */
  static StmMeasurement of(
      StmWorkload workload, int threads, boolean adaptive, int warmups, int runs) {
    List<Transaction<Long, Long, Boolean>> block = workload.block();
    try (SequentialExecutor sequential = new SequentialExecutor();
        BlockStm parallel = builder(threads, adaptive).build();
        BlockStm telling = builder(threads, adaptive).keepConflicts(true).build()) {
      double[] sequentialNs = new double[runs];
      double[] parallelNs = new double[runs];
      Statistics statistics = null;
      long digest = StmWorkload.digest(workload.run(sequential, block).writes());
      for (int i = -warmups; i < runs; i++) {
        double one = time(workload, sequential, block);
        long startNs = System.nanoTime();
        BlockResult<Long, Long, Boolean> result = workload.run(parallel, block);
        double other = System.nanoTime() - startNs;
        if (i >= 0) {
          sequentialNs[i] = one;
          parallelNs[i] = other;
        }
        statistics = result.statistics();
        requireSame(digest, StmWorkload.digest(result.writes()));
      }
      if (statistics == null) {
        throw new IllegalArgumentException("There must be at least one run.");
      }
      return new StmMeasurement(
          digest,
          Median.of(sequentialNs) / NS_PER_MS,
          Median.of(parallelNs) / NS_PER_MS,
          statistics,
          workload.run(telling, block).conflicts());
    }
  }

  private static BlockStm.Builder builder(int threads, boolean adaptive) {
    return BlockStm.builder().threads(threads).adaptive(adaptive);
  }

  private static double time(
      StmWorkload workload, BlockExecutor executor, List<Transaction<Long, Long, Boolean>> block) {
    long startNs = System.nanoTime();
    workload.run(executor, block);
    return System.nanoTime() - startNs;
  }

  private static void requireSame(long expected, long actual) {
    if (actual != expected) {
      throw new IllegalStateException("The parallel outcome has the digest " + hex(actual)
          + ", the sequential one " + hex(expected) + ": that is a fault of the engine.");
    }
  }

  static String hex(long digest) {
    return String.format("%016x", digest);
  }

  /** The keys at which most executions were thrown away, with their numbers; the worst first. */
  List<Map.Entry<Long, Long>> hottestKeys() {
    return conflicts.stream()
        .map(Conflict::key)
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
        .entrySet()
        .stream()
        .sorted(Map.Entry.<Long, Long>comparingByValue()
            .reversed()
            .thenComparing(Map.Entry.comparingByKey()))
        .limit(HOTTEST_KEYS_MAX)
        .toList();
  }
}
