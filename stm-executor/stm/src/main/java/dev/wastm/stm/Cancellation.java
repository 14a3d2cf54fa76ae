package dev.wastm.stm;

import java.time.Duration;

/**
 * A way to stop the execution of a block: by hand, or when its time is up. Transactions notice at their next access to the view, or at
 * {@link TransactionView#poll}. Thread-safe.
 */
public final class Cancellation {
  private final long startNs = System.nanoTime();
  private final long timeNs;
  private volatile boolean cancelled;

  private Cancellation(long timeNs) {
    this.timeNs = timeNs;
  }

  /** Ends nothing until {@link #cancel} is called. */
  public static Cancellation manual() {
    return new Cancellation(Long.MAX_VALUE);
  }

  /** Ends what is still running after a time, counted from now. */
  public static Cancellation after(Duration time) {
    return new Cancellation(time.toNanos());
  }

  public void cancel() {
    cancelled = true;
  }

  public boolean isCancelled() {
    if (!cancelled && timeNs != Long.MAX_VALUE && System.nanoTime() - startNs >= timeNs) {
      cancelled = true;
    }
    return cancelled;
  }
}
