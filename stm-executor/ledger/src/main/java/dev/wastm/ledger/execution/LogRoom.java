package dev.wastm.ledger.execution;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of what the guests of a batch log is kept until the batch is done. Lines beyond that are dropped, which of them may differ from
 * one execution to the next: the log is no part of an outcome. Thread-safe.
 */
final class LogRoom {
  private static final long BYTES = 64L << 20;

  /** A line's own objects. */
  private static final int OVERHEAD_BYTES = 64;

  private final AtomicLong left = new AtomicLong(BYTES);

  /** Whether there is room for a line; what an execution took that is repeated is not given back. */
  boolean take(LogLine line) {
    return left.get() > 0 && left.addAndGet(-2L * line.message().length() - OVERHEAD_BYTES) >= 0;
  }
}
