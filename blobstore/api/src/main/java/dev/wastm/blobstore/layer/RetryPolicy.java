package dev.wastm.blobstore.layer;

import java.time.Duration;

/**
 * When a failed call is tried again: after a random time of up to {@code firstDelay}, then of up to twice that, and so on
 * up to {@code longestDelay} ("full jitter": callers that failed together do not come back together), until {@code
 * deadline} has passed since the first try. No try begins after the deadline; one that has begun is not cut off.
 *
 * @param deadline more than zero
 * @param firstDelay more than zero
 * @param longestDelay at least {@code firstDelay}
 */
public record RetryPolicy(Duration deadline, Duration firstDelay, Duration longestDelay) {
  /** Outlasts a server's restart, and ends before a person gives up. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(Duration.ofSeconds(60), Duration.ofMillis(100), Duration.ofSeconds(5));

  public RetryPolicy {
    if (deadline.isNegative()
        || deadline.isZero()
        || firstDelay.isNegative()
        || firstDelay.isZero()) {
      throw new IllegalArgumentException("A deadline and a first delay are more than zero.");
    }
    if (longestDelay.compareTo(firstDelay) < 0) {
      throw new IllegalArgumentException("The longest delay is not shorter than the first.");
    }
  }

  /** The longest time to wait before retry number {@code retry}, counted from 0. */
  Duration delayBound(int retry) {
    int doublings = Math.min(retry, 20);
    Duration doubled = firstDelay.multipliedBy(1L << doublings);
    return doubled.compareTo(longestDelay) < 0 ? doubled : longestDelay;
  }
}
