package dev.wastm.stm;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The committed part of a block over the snapshot below the block. Changed by one thread, in the order of the block, and only while no
 * other thread reads it; then safe to read from any thread.
 */
final class Prefix<K, V> implements Snapshot<K, V> {
  private final Snapshot<K, V> base;

  /** A value, or {@link Mark#DELETED}. */
  private final Map<K, Object> writes = new HashMap<>();

  /** The same in order, once a scan has asked for it: readers make it under this lock; the thread that changes needs none. */
  private volatile @Nullable NavigableMap<K, Object> ordered;

  Prefix(Snapshot<K, V> base) {
    this.base = base;
  }

  void put(K key, Object content) {
    writes.put(key, content);
    NavigableMap<K, Object> inOrder = ordered;
    if (inOrder != null) {
      inOrder.put(key, content);
    }
  }

  /** Commits what a transaction that ran on top of this wrote. */
  void apply(AccessLog<K, V> log) {
    if (log.writes() == 0) {
      return;
    }
    for (int slot = 0; slot < log.size(); slot++) {
      Object content = log.written(slot);
      if (content instanceof Delta delta) {
        K key = log.key(slot);
        put(key, counters().plus(orNull(key), delta.amount()));
      } else if (content != null) {
        put(log.key(slot), content);
      }
    }
  }

  /** Null where the key has no value. */
  @SuppressWarnings({"unchecked", "NullAway"})
  @Nullable
  V orNull(K key) {
    Object written = writes.get(key);
    if (written == null) {
      return base.readOr(key, null);
    }
    return written == Mark.DELETED ? null : (V) written;
  }

  @Override
  public V readOr(K key, V absent) {
    V value = orNull(key);
    return value == null ? absent : value;
  }

  @Override
  public boolean same(V one, V other) {
    return base.same(one, other);
  }

  @Override
  public Counters<V> counters() {
    return base.counters();
  }

  @Override
  public Iterator<Map.Entry<K, V>> from(K key) {
    return new Merged(base.from(key), ordered().tailMap(key, true).entrySet().iterator());
  }

  private synchronized NavigableMap<K, Object> ordered() {
    NavigableMap<K, Object> inOrder = ordered;
    if (inOrder == null) {
      inOrder = new TreeMap<>(writes);
      ordered = inOrder;
    }
    return inOrder;
  }

  /** What the block has done to each key. */
  @SuppressWarnings("unchecked")
  Map<K, Change<V>> changes() {
    Map<K, Change<V>> changes = new HashMap<>(writes.size() * 2);
    writes.forEach((key, content) -> changes.put(
        key, content == Mark.DELETED ? new Change.Delete<>() : new Change.Put<>((V) content)));
    return changes;
  }

  /** The snapshot's entries, with the writes over them. */
  private final class Merged implements Iterator<Map.Entry<K, V>> {
    private final Iterator<Map.Entry<K, V>> below;
    private final Iterator<Map.Entry<K, Object>> above;
    private Map.@Nullable Entry<K, V> nextBelow;
    private Map.@Nullable Entry<K, Object> nextAbove;
    private Map.@Nullable Entry<K, V> next;

    Merged(Iterator<Map.Entry<K, V>> below, Iterator<Map.Entry<K, Object>> above) {
      this.below = below;
      this.above = above;
      nextBelow = take(below);
      nextAbove = take(above);
      advance();
    }

    private static <E> @Nullable E take(Iterator<E> from) {
      return from.hasNext() ? from.next() : null;
    }

    @SuppressWarnings("unchecked")
    private void advance() {
      next = null;
      while (next == null && (nextBelow != null || nextAbove != null)) {
        Map.Entry<K, V> stored = nextBelow;
        Map.Entry<K, Object> written = nextAbove;
        int order = stored == null
            ? 1
            : written == null ? -1 : Scan.compare(stored.getKey(), written.getKey());
        if (order <= 0) {
          nextBelow = take(below);
        }
        if (order >= 0 && written != null) {
          nextAbove = take(above);
          if (written.getValue() != Mark.DELETED) {
            next = Map.entry(written.getKey(), (V) written.getValue());
          }
        } else {
          next = stored;
        }
      }
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public Map.Entry<K, V> next() {
      Map.Entry<K, V> entry = next;
      if (entry == null) {
        throw new NoSuchElementException();
      }
      advance();
      return entry;
    }
  }
}
