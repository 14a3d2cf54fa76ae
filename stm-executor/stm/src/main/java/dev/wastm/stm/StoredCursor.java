package dev.wastm.stm;

import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a scan finds in the committed overlay: the snapshot's entries with the block's writes over them, deletions included, in the order of
 * keys. Confined to one thread.
 */
final class StoredCursor<K, V> {
  private final Iterator<Map.Entry<K, V>> below;
  private final Iterator<Map.Entry<K, Object>> above;
  private Map.@Nullable Entry<K, V> nextBelow;
  private Map.@Nullable Entry<K, Object> nextAbove;

  /** The place: the lower of the two, the one above where both are at the same key. */
  private Map.@Nullable Entry<K, ?> at;

  StoredCursor(Iterator<Map.Entry<K, V>> below, Iterator<Map.Entry<K, Object>> above) {
    this.below = below;
    this.above = above;
    nextBelow = take(below);
    nextAbove = take(above);
    settle();
  }

  private static <E> @Nullable E take(Iterator<E> from) {
    return from.hasNext() ? from.next() : null;
  }

  private void settle() {
    Map.Entry<K, V> stored = nextBelow;
    Map.Entry<K, Object> written = nextAbove;
    if (stored == null || written == null) {
      at = stored == null ? written : stored;
    } else {
      int order = Scan.compare(stored.getKey(), written.getKey());
      if (order == 0) {
        nextBelow = take(below);
      }
      at = order < 0 ? stored : written;
    }
  }

  /** Null at the end. */
  @Nullable
  K key() {
    return at == null ? null : at.getKey();
  }

  /** A value, or {@link Mark#DELETED}; null at the end. */
  @Nullable
  Object content() {
    return at == null ? null : at.getValue();
  }

  void advance() {
    if (at == nextAbove) {
      nextAbove = take(above);
    } else {
      nextBelow = take(below);
    }
    settle();
  }
}
