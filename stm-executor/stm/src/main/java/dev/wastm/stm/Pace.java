package dev.wastm.stm;

/**
 * Decides, stretch by stretch, whether a block goes on in parallel or one by one, by what each has cost so far. It decides about speed only:
 * the outcome is the same either way. Confined to the thread that leads the block.
 */
final class Pace {
  /** Below this cost of a transaction, handing it out and validating it costs more than another thread can save; as measured, see the benchmarks. */
  private static final double WORTHWHILE_NS = 600;

  /** Transactions that are timed at first; few, because they run one by one. */
  private static final int FIRST_STRETCH = 16;

  /** The time of a first attempt in parallel: long against waking the helpers, short against a block that will regret it. */
  private static final double TRIAL_NS = 2_500_000;

  /** A stretch in parallel after one that went well; the barrier between them costs about a wake-up. */
  private static final int GROWTH = 4;

  /** One by one for so many times the length of a trial that went badly, so that trials cost little in all. */
  private static final int PATIENCE = 8;

  /** Parallel must win by this much, or it isn't worth the second processor. */
  private static final double GAIN_MIN = 0.97;

  private static final int TRIAL_MIN_PER_THREAD = 8;
  private static final int STRETCH_MAX = 1 << 20;

  private final int threads;
  private boolean isParallel;
  private int length = FIRST_STRETCH;
  private int trial;
  private int patience = PATIENCE;
  private double oneByOneNs;

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
      oneByOneNs = costNs;
      afterOneByOne(transactions);
    }
  }

  private void afterOneByOne(int transactions) {
    if (oneByOneNs < WORTHWHILE_NS) {
      length = Math.min(STRETCH_MAX, transactions * GROWTH);
    } else {
      isParallel = true;
      int inTime = (int) Math.min(STRETCH_MAX, TRIAL_NS / oneByOneNs);
      trial = Math.max(inTime, TRIAL_MIN_PER_THREAD * threads);
      length = trial;
    }
  }

  private void afterParallel(int transactions, double costNs) {
    if (costNs < oneByOneNs * GAIN_MIN) {
      length = Math.min(STRETCH_MAX, transactions * GROWTH);
      patience = PATIENCE;
    } else {
      isParallel = false;
      length = Math.min(STRETCH_MAX, trial * patience);
      patience = Math.min(patience * 2, STRETCH_MAX / trial + 1);
    }
  }
}
