package dev.wastm.benchmarks;

import java.util.Arrays;

/** The value in the middle: what most runs on a noisy machine come near to. */
public final class Median {
  private Median() {}

  /** @param values one at least; stays as it is */
  public static double of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
