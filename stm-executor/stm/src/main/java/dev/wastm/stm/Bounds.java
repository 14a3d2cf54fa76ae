package dev.wastm.stm;

import org.jspecify.annotations.Nullable;

/**
 * What a bounded addition has found out about a counter below its transaction: that it stands in a range, all of which gives the same
 * answers.
 *
 * @param value as it was read; null for none
 */
record Bounds(@Nullable Object value, long lowest, long highest) {
  /** Numbers up to this size are added to each other without an overflow; larger ones are compared as values. */
  static final long ORDINARY_MAX = 1L << 60;

  static boolean isOrdinary(long number) {
    return -ORDINARY_MAX <= number && number <= ORDINARY_MAX;
  }

  boolean contains(long number) {
    return lowest <= number && number <= highest;
  }

  /** With the answer of one more question, asked of the same value. */
  Bounds and(long atLeast, long atMost) {
    return new Bounds(value, Math.max(lowest, atLeast), Math.min(highest, atMost));
  }
}
