package dev.wastm.benchmarks.stm;

import dev.wastm.benchmarks.Median;
import dev.wastm.stm.BlockExecutor;
import dev.wastm.stm.BlockResult;
import dev.wastm.stm.BlockStm;
import dev.wastm.stm.Conflict;
import dev.wastm.stm.SequentialExecutor;
import dev.wastm.stm.Statistics;
import dev.wastm.stm.TransactionBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a workload took, sequentially and in parallel, in turn within one run. Times are medians.
 *
 * @param statistics of the last parallel run
 * @param conflicts of one more run, which is not timed
 */
public record StmMeasurement(
    long digest,
    double sequentialMs,
    double parallelMs,
    Statistics statistics,
    List<Conflict<Long>> conflicts) {
  private static final double NS_PER_MS = 1e6;

  /** A block of a millisecond or two says little: its rounds are many, so that the median is of the compiled code. */
  private static final long ROUNDS_MIN_NS = 1_500_000_000;

  private static final int HOTTEST_KEYS_MAX = 10;

  public double speedup() {
    return sequentialMs / parallelMs;
  }

  /**
   * Measures a workload.
   *
   * @param warmups rounds before, at least; and at least 1.5 s of them
   * @param runs rounds that count, at least 1; and at least 1.5 s of them
   * @param adaptive whether the engine may run segments sequentially
   * @throws IllegalStateException where the parallel outcome is not the sequential one
   */
  public static StmMeasurement of(
      StmWorkload workload, int threads, boolean adaptive, int warmups, int runs) {
    List<TransactionBody<Long, Long, Boolean>> block = workload.block();
    try (SequentialExecutor sequential = new SequentialExecutor();
        BlockStm parallel = builder(threads, adaptive).build();
        BlockStm telling = builder(threads, adaptive).keepConflicts(true).build()) {
      long digest = StmWorkload.digest(workload.run(sequential, block).writes());
      Rounds rounds = new Rounds(workload, block, sequential, parallel, digest);
      rounds.run(warmups);
      List<Round> timed = rounds.run(runs);
      return new StmMeasurement(
          digest,
          Median.of(timed.stream().mapToDouble(Round::sequentialNs).toArray()) / NS_PER_MS,
          Median.of(timed.stream().mapToDouble(Round::parallelNs).toArray()) / NS_PER_MS,
          timed.get(timed.size() - 1).statistics(),
          workload.run(telling, block).conflicts());
    }
  }

  private record Round(double sequentialNs, double parallelNs, Statistics statistics) {}

  private record Rounds(
      StmWorkload workload,
      List<TransactionBody<Long, Long, Boolean>> block,
      BlockExecutor sequential,
      BlockExecutor parallel,
      long digest) {
    /** At least so many, and more of them where they are short. */
    List<Round> run(int min) {
      List<Round> rounds = new ArrayList<>();
      long startNs = System.nanoTime();
      while (rounds.size() < min || System.nanoTime() - startNs < ROUNDS_MIN_NS) {
        rounds.add(round());
      }
      return rounds;
    }

    private Round round() {
      long startNs = System.nanoTime();
      workload.run(sequential, block);
      long middleNs = System.nanoTime();
      BlockResult<Long, Long, Boolean> result = workload.run(parallel, block);
      long endNs = System.nanoTime();
      requireSame(digest, StmWorkload.digest(result.writes()));
      return new Round(middleNs - startNs, endNs - middleNs, result.statistics());
    }
  }

  private static BlockStm.Builder builder(int threads, boolean adaptive) {
    return BlockStm.builder().threads(threads).adaptive(adaptive);
  }

  private static void requireSame(long expected, long actual) {
    if (actual != expected) {
      throw new IllegalStateException("The parallel outcome has the digest " + hex(actual)
          + ", the sequential one " + hex(expected) + ": that is a fault of the engine.");
    }
  }

  /** A digest as it is shown. */
  public static String hex(long digest) {
    return String.format("%016x", digest);
  }

  /** The keys at which most executions were thrown away, with their numbers; the worst first. */
  public List<Map.Entry<Long, Long>> hottestKeys() {
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
