package dev.wastm.stm;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The committed part of a block over the snapshot below the block. It remembers what the block has deleted, whether or not the snapshot has
 * it. Changed by one thread, in the order of the block, and only while no other thread reads it; then safe to read from any thread.
 */
final class CommittedOverlay<K, V> {
  private final Snapshot<K, V> base;

  /** A value, or {@link Mark#DELETED}. */
  private final Map<K, Object> writes = new HashMap<>();

  /** The same in order, once a scan has asked for it: readers make it under this lock; the thread that changes needs none. */
  private volatile @Nullable NavigableMap<K, Object> ordered;

  CommittedOverlay(Snapshot<K, V> base) {
    this.base = base;
  }

  void put(K key, Object content) {
    assert !(content instanceof Version) && !(content instanceof Delta)
        : "What is committed is final.";
    writes.put(key, content);
    NavigableMap<K, Object> inOrder = ordered;
    if (inOrder != null) {
      inOrder.put(key, content);
    }
  }

  /** Commits what a transaction that ran on top of this wrote. */
  @SuppressWarnings("unchecked")
  void apply(AccessLog<K, V> log) {
    if (log.writes() == 0) {
      return;
    }
    for (int slot = 0; slot < log.size(); slot++) {
      Object content = log.written(slot);
      if (content instanceof Delta delta) {
        K key = log.key(slot);
        put(key, counters().plus((V) Mark.valueOf(content(key)), delta.amount()));
      } else if (content != null) {
        put(log.key(slot), content);
      }
    }
  }

  /** A value; {@link Mark#DELETED} where the block has deleted it; null where there is none. */
  @SuppressWarnings("NullAway") // The snapshot hands the given null back as it is.
  @Nullable
  Object content(K key) {
    Object written = writes.get(key);
    return written == null ? base.readOr(key, null) : written;
  }

  boolean same(V one, V other) {
    return base.same(one, other);
  }

  Counters<V> counters() {
    return base.counters();
  }

  /** @throws UnsupportedOperationException where the store is not ordered */
  StoredCursor<K, V> from(K key) {
    return new StoredCursor<>(
        base.from(key),
        writes.isEmpty()
            ? Collections.emptyIterator()
            : ordered().tailMap(key, true).entrySet().iterator());
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
}
