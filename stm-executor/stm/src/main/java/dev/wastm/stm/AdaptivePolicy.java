package dev.wastm.stm;

/**
 * Decides, segment by segment, whether a block goes on in parallel or sequentially, by what each has cost so far. It decides about speed only:
 * the outcome is the same either way. Confined to the thread that leads the block.
 */
final class AdaptivePolicy {
  /** Below this cost of a transaction, handing it out and validating it costs more than another thread can save; as measured, see the benchmarks. */
  private static final double WORTHWHILE_NS = 1_000;

  /** Transactions that are timed at first; few, because they run sequentially. */
  private static final int FIRST_SEGMENT = 8;

  /** Sequential segments before the first attempt in parallel: the first of all is slowed by what is cold. */
  private static final int SAMPLES_MIN = 2;

  /** The time of a first attempt in parallel: long against waking the helpers, short against a block that will regret it. */
  private static final double TRIAL_NS = 2_500_000;

  /** A segment after one that went well; the barrier between them costs about a wake-up. */
  private static final int GROWTH = 8;

  /** A sequential segment of so many times the length of a trial that went badly, so that trials cost little in all. */
  private static final int PATIENCE = 8;

  /** Parallel must win by this much, or it isn't worth the second processor. */
  private static final double GAIN_MIN = 0.97;

  /** With less than this won, the comparison itself is looked at again: sequential execution may have become cheaper. */
  private static final double GAIN_CLEAR = 0.8;

  private static final int TRIAL_MIN_PER_THREAD = 8;
  private static final int SEGMENT_MAX = 1 << 20;

  private final int threads;
  private boolean isParallel;
  private int length = FIRST_SEGMENT;
  private int samples;
  private int nextParallel;
  private int trial = FIRST_SEGMENT;
  private int patience = PATIENCE;
  private double sequentialNs = Double.MAX_VALUE;

  AdaptivePolicy(int threads) {
    this.threads = threads;
  }

  /** Whether the next segment is to run in parallel. */
  boolean isParallel() {
    return isParallel;
  }

  /** How many transactions the next segment is to have. */
  int length() {
    return length;
  }

  /** Tells what the segment has cost. */
  void ended(int transactions, long elapsedNs) {
    double costNs = (double) elapsedNs / transactions;
    if (threads == 1) {
      length = SEGMENT_MAX;
    } else if (isParallel) {
      afterParallel(transactions, costNs);
    } else {
      afterOneByOne(transactions, costNs);
    }
  }

  private void afterOneByOne(int transactions, double costNs) {
    samples++;
    sequentialNs = samples <= SAMPLES_MIN ? Math.min(sequentialNs, costNs) : costNs;
    if (samples < SAMPLES_MIN || sequentialNs < WORTHWHILE_NS) {
      length = Math.min(SEGMENT_MAX, transactions * GROWTH);
      return;
    }
    int inTime = (int) Math.min(SEGMENT_MAX, TRIAL_NS / sequentialNs);
    trial = Math.max(inTime, TRIAL_MIN_PER_THREAD * threads);
    length = Math.max(trial, nextParallel);
    isParallel = true;
  }

  private void afterParallel(int transactions, double costNs) {
    int longer = Math.min(SEGMENT_MAX, transactions * GROWTH);
    if (costNs < sequentialNs * GAIN_CLEAR) {
      length = longer;
      patience = PATIENCE;
    } else if (costNs < sequentialNs * GAIN_MIN) {
      runOneByOne(trial / GROWTH + 1);
      nextParallel = longer;
    } else {
      runOneByOne(trial * patience);
      nextParallel = 0;
      patience = Math.min(patience * 2, SEGMENT_MAX / trial + 1);
    }
  }

  private void runOneByOne(int transactions) {
    isParallel = false;
    length = Math.min(SEGMENT_MAX, transactions);
  }
}
