package dev.wastm.stm;

import org.jspecify.annotations.Nullable;

/** How a store keeps 64-bit counters among its values. Thread-safe and without side effects. */
public interface Counters<V> {
  /**
   * The number in a value.
   *
   * @param value null where the key has no value
   */
  long get(@Nullable V value);

  V of(long number);

  /**
   * The value whose number is greater by an amount, in arithmetic that wraps.
   *
   * @param value null where the key has no value
   */
  default V plus(@Nullable V value, long amount) {
    return of(get(value) + amount);
  }
}
