package dev.wastm.stm;

/**
 * Decides, stretch by stretch, whether a block goes on in parallel or one by one, by what each has cost so far. It decides about speed only:
 * the outcome is the same either way. Confined to the thread that leads the block.
 */
final class Pace {
  /** Below this cost of a transaction, handing it out and validating it costs more than another thread can save; as measured, see the benchmarks. */
  private static final double WORTHWHILE_NS = 1_000;

  /** Transactions that are timed at first; few, because they run one by one. */
  private static final int FIRST_STRETCH = 8;

  /** Stretches one by one before the first attempt in parallel: the first of all is slowed by what is cold. */
  private static final int SAMPLES_MIN = 2;

  /** The time of a first attempt in parallel: long against waking the helpers, short against a block that will regret it. */
  private static final double TRIAL_NS = 2_500_000;

  /** A stretch after one that went well; the barrier between them costs about a wake-up. */
  private static final int GROWTH = 8;

  /** One by one for so many times the length of a trial that went badly, so that trials cost little in all. */
  private static final int PATIENCE = 8;

  /** Parallel must win by this much, or it isn't worth the second processor. */
  private static final double GAIN_MIN = 0.97;

  /** With less than this won, the comparison itself is looked at again: one by one may have become cheaper. */
  private static final double GAIN_CLEAR = 0.8;

  private static final int TRIAL_MIN_PER_THREAD = 8;
  private static final int STRETCH_MAX = 1 << 20;

  private final int threads;
  private boolean isParallel;
  private int length = FIRST_STRETCH;
  private int samples;
  private int nextParallel;
  private int trial = FIRST_STRETCH;
  private int patience = PATIENCE;
  private double oneByOneNs = Double.MAX_VALUE;

  Pace(int threads) {
    this.threads = threads;
  }

  /** Whether the next stretch is to run in parallel. */
  boolean isParallel() {
    return isParallel;
  }

  /** How many transactions the next stretch is to have. */
  int length() {
    return length;
  }

  /** Tells what the stretch has cost. */
  void ended(int transactions, long elapsedNs) {
    double costNs = (double) elapsedNs / transactions;
    if (threads == 1) {
      length = STRETCH_MAX;
    } else if (isParallel) {
      afterParallel(transactions, costNs);
    } else {
      afterOneByOne(transactions, costNs);
    }
  }

  private void afterOneByOne(int transactions, double costNs) {
    samples++;
    oneByOneNs = samples <= SAMPLES_MIN ? Math.min(oneByOneNs, costNs) : costNs;
    if (samples < SAMPLES_MIN || oneByOneNs < WORTHWHILE_NS) {
      length = Math.min(STRETCH_MAX, transactions * GROWTH);
      return;
    }
    int inTime = (int) Math.min(STRETCH_MAX, TRIAL_NS / oneByOneNs);
    trial = Math.max(inTime, TRIAL_MIN_PER_THREAD * threads);
    length = Math.max(trial, nextParallel);
    isParallel = true;
  }

  private void afterParallel(int transactions, double costNs) {
    int longer = Math.min(STRETCH_MAX, transactions * GROWTH);
    if (costNs < oneByOneNs * GAIN_CLEAR) {
      length = longer;
      patience = PATIENCE;
    } else if (costNs < oneByOneNs * GAIN_MIN) {
      runOneByOne(trial / GROWTH + 1);
      nextParallel = longer;
    } else {
      runOneByOne(trial * patience);
      nextParallel = 0;
      patience = Math.min(patience * 2, STRETCH_MAX / trial + 1);
    }
  }

  private void runOneByOne(int transactions) {
    isParallel = false;
    length = Math.min(STRETCH_MAX, transactions);
  }
}
