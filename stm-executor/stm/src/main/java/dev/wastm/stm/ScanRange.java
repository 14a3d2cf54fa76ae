package dev.wastm.stm;

import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How far a scan came, for its validation.
 *
 * @param last the last key that it came to or passed; null for none
 * @param isExhausted whether it came to the end of its range
 * @param visited the keys that it came to, but for those that the committed overlay gave it; ascending
 */
record ScanRange<K>(
    K from,
    Predicate<? super K> within,
    @Nullable K last,
    boolean isExhausted,
    @SuppressWarnings("ArrayRecordComponent") Object[] visited) {
  /** Whether a key, at or above the scan's beginning, lies in the part that the scan has come through. */
  boolean hasReached(K key) {
    return isExhausted ? within.test(key) : last != null && Scan.compare(key, last) <= 0;
  }

  /** Whether it came to a key. Having read the key at another time does not count: it may have appeared between. */
  boolean hasVisited(K key) {
    return Arrays.binarySearch(visited, key, Scan::compare) >= 0;
  }
}
