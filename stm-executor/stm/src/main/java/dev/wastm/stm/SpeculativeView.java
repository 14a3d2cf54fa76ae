package dev.wastm.stm;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A transaction's view during one incarnation: its own writes first, then what it has read before, then multi-version memory, then the
 * snapshot. Confined to the thread that executes the incarnation.
 */
final class SpeculativeView<K, V> implements TransactionView<K, V> {
  private final int transaction;
  private final MultiVersionMemory<K, V> memory;
  private final Scheduler scheduler;
  private final WriteLog<K, V> writes = new WriteLog<>();
  private final Map<K, Read<K, V>> reads = new HashMap<>();

  SpeculativeView(int transaction, MultiVersionMemory<K, V> memory, Scheduler scheduler) {
    this.transaction = transaction;
    this.memory = memory;
    this.scheduler = scheduler;
  }

  WriteLog<K, V> writes() {
    return writes;
  }

  /** The read set: each key once. */
  Collection<Read<K, V>> reads() {
    return reads.values();
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

  private @Nullable V valueOrNull(K key) {
    Version.Written<V> own = writes.get(key);
    if (own != null) {
      return own.value();
    }
    Read<K, V> read = readOnce(key);
    if (!read.valueMatters()) {
      reads.put(key, read.withValue());
    }
    return read.value();
  }

  @Override
  public boolean exists(K key) {
    Version.Written<V> own = writes.get(key);
    return own != null ? own.exists() : readOnce(key).existed();
  }

  private Read<K, V> readOnce(K key) {
    Read<K, V> before = reads.get(key);
    if (before != null) {
      return before;
    }
    Version.Written<V> seen = readShared(key);
    V value = seen != null ? seen.value() : SnapshotReads.orNull(memory.base(), key);
    Read<K, V> read = new Read<>(key, seen, value, false);
    reads.put(key, read);
    return read;
  }

  /** The version below this transaction, once no estimate hides it; null where the snapshot answers. */
  private Version.@Nullable Written<V> readShared(K key) {
    while (true) {
      Version<V> version = memory.read(key, transaction);
      if (version instanceof Version.Estimate<V> estimate) {
        if (!scheduler.awaitExecution(estimate.writer())) {
          throw new SpeculationAborted(estimate.writer());
        }
      } else {
        return (Version.Written<V>) version;
      }
    }
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
