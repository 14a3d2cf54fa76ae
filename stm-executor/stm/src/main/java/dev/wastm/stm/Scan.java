package dev.wastm.stm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An ordered scan under way: merges what the snapshot has, what lower transactions of the block wrote, and what this transaction wrote.
 * Each key that it visits is read in the ordinary way; the range is kept, so that a key that appears in it later is a conflict. Confined to
 * the transaction's thread.
 */
public final class Scan<K, V> {
  private final LoggedView<K, V> view;
  private final Iterator<Map.Entry<K, V>> stored;
  private final K from;
  private final Predicate<? super K> within;
  private @Nullable K storedNext;
  private @Nullable K last;

  /** The keys that it came to, ascending. */
  private final List<K> visited = new ArrayList<>();

  private boolean isExhausted;

  Scan(
      LoggedView<K, V> view,
      K from,
      Predicate<? super K> within,
      Iterator<Map.Entry<K, V>> stored) {
    this.view = view;
    this.from = from;
    this.within = within;
    this.stored = stored;
    advanceStored();
  }

  /** The next entry; empty at the end, and ever after. */
  public Optional<Map.Entry<K, V>> next() {
    while (!isExhausted) {
      K key = nextKey();
      if (key == null || !within.test(key)) {
        isExhausted = true;
      } else {
        last = key;
        visited.add(key);
        if (key.equals(storedNext)) {
          advanceStored();
        }
        Optional<V> value = view.visit(key);
        if (value.isPresent()) {
          return Optional.of(Map.entry(key, value.get()));
        }
      }
    }
    return Optional.empty();
  }

  private void advanceStored() {
    storedNext = stored.hasNext() ? stored.next().getKey() : null;
  }

  private @Nullable K nextKey() {
    K after = last;
    K inBlock = after == null ? view.firstKeyFrom(from) : view.firstKeyAfter(after);
    return lower(inBlock, storedNext);
  }

  static <K> @Nullable K lower(@Nullable K one, @Nullable K other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return compare(one, other) <= 0 ? one : other;
  }

  @SuppressWarnings("unchecked")
  static <K> int compare(K one, K other) {
    return ((Comparable<? super K>) one).compareTo(other);
  }

  K from() {
    return from;
  }

  /** Whether a key, at or above the scan's beginning, lies in the part that the scan has come through. */
  boolean hasReached(K key) {
    K reached = last;
    return isExhausted ? within.test(key) : reached != null && compare(key, reached) <= 0;
  }

  /** Whether it came to a key. Having read the key at another time does not count: it may have appeared between. */
  boolean hasVisited(K key) {
    return Collections.binarySearch(visited, key, Scan::compare) >= 0;
  }
}
