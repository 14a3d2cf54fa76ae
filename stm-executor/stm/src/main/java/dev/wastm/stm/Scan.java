package dev.wastm.stm;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An ordered scan under way: merges what the committed overlay has, what lower transactions of the segment wrote, and what this transaction
 * wrote. A step takes time logarithmic in each of them, whatever the keys. What it comes to is read in the ordinary way; the range is
 * kept, so that a key that appears in it later is a conflict. Confined to the transaction's thread.
 */
public final class Scan<K, V> {
  private final LoggedView<K, V> view;
  private final StoredCursor<K, V> stored;
  private final K from;
  private final Predicate<? super K> within;
  private @Nullable K last;

  /** See {@link ScanRange#visited}. */
  private final List<K> visited = new ArrayList<>(0);

  private boolean hasBegun;
  private boolean isExhausted;

  Scan(LoggedView<K, V> view, K from, Predicate<? super K> within, StoredCursor<K, V> stored) {
    this.view = view;
    this.from = from;
    this.within = within;
    this.stored = stored;
  }

  /** Goes on to the next key that has a value, or that the block has deleted; at the end, and ever after, it stays there. */
  public ScanStep<K, V> next() {
    if (!hasBegun) {
      hasBegun = true;
      view.begun(this);
    }
    while (!isExhausted) {
      K key = nextKey();
      if (key == null || !within.test(key)) {
        isExhausted = true;
      } else {
        EngineFault.unless(
            last == null || compare(last, key) < 0, "A scan comes to keys in ascending order.");
        last = key;
        ScanStep<K, V> step = view.comeTo(this, key, takeStored(key));
        if (step != null) {
          return step;
        }
      }
    }
    return new ScanStep.End<>();
  }

  private @Nullable Object takeStored(K key) {
    if (!key.equals(stored.key())) {
      return null;
    }
    Object content = stored.content();
    stored.advance();
    return content;
  }

  private @Nullable K nextKey() {
    K after = last;
    K inBlock = after == null ? view.firstKeyFrom(from) : view.firstKeyAfter(after);
    return lower(inBlock, stored.key());
  }

  /** Takes note of a key that the committed overlay has not given. */
  void note(K key) {
    visited.add(key);
  }

  ScanRange<K> range() {
    return new ScanRange<>(from, within, last, isExhausted, visited.toArray());
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
}
