package dev.wastm.stm;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A transaction's view where all before it have ended: its own writes, then theirs, then the snapshot. Confined to one thread. */
final class DirectView<K, V> implements TransactionView<K, V> {
  private final int transaction;
  private final Map<K, Version.Written<V>> committed;
  private final Snapshot<K, V> base;
  private final WriteLog<K, V> writes = new WriteLog<>();

  DirectView(int transaction, Map<K, Version.Written<V>> committed, Snapshot<K, V> base) {
    this.transaction = transaction;
    this.committed = committed;
    this.base = base;
  }

  WriteLog<K, V> writes() {
    return writes;
  }

  @Override
  public V readOr(K key, V absent) {
    V value = valueOrNull(key);
    return value == null ? absent : value;
  }

  @Override
  public Optional<V> read(K key) {
    return Optional.ofNullable(valueOrNull(key));
  }

  @Override
  public boolean exists(K key) {
    return valueOrNull(key) != null;
  }

  private @Nullable V valueOrNull(K key) {
    Version.Written<V> own = writes.get(key);
    if (own != null) {
      return own.value();
    }
    Version.Written<V> before = committed.get(key);
    return before != null ? before.value() : SnapshotReads.orNull(base, key);
  }

  @Override
  public void write(K key, V value) {
    writes.put(key, value);
  }

  @Override
  public void delete(K key) {
    writes.put(key, null);
  }

  @Override
  public int savepoint() {
    return writes.savepoint();
  }

  @Override
  public void rollbackTo(int savepoint) {
    writes.rollbackTo(savepoint);
  }

  @Override
  public void forEachWrite(WriteVisitor<K, V> visitor) {
    writes.forEach(visitor);
  }

  @Override
  public int index() {
    return transaction;
  }
}
