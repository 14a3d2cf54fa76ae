package dev.wastm.stm.memory;

import java.util.Optional;

/**
 * A map in a {@link TxMemory}; transactions that touch different keys do not conflict. Keys have {@code equals} and {@code hashCode}, and
 * do not change. Thread-safe.
 */
public final class TxMap<K, T> {
  private static final Object ABSENT = new Object();

  private final TxMemory memory;

  TxMap(TxMemory memory) {
    this.memory = memory;
  }

  private record Entry(TxMap<?, ?> map, Object key) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Entry entry && entry.map == map && entry.key.equals(key);
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(map) * 31 + key.hashCode();
    }
  }

  public Optional<T> get(Tx tx, K key) {
    return valueOf(tx.view().readOr(new Entry(this, key), ABSENT));
  }

  /** Whether the key has a value; conflicts only with a change of that. */
  public boolean contains(Tx tx, K key) {
    return tx.view().exists(new Entry(this, key));
  }

  public void put(Tx tx, K key, T value) {
    tx.view().write(new Entry(this, key), value);
  }

  public void remove(Tx tx, K key) {
    tx.view().delete(new Entry(this, key));
  }

  /** A key's value after the last block. */
  public Optional<T> committed(K key) {
    return valueOf(memory.committedOr(new Entry(this, key), ABSENT));
  }

  @SuppressWarnings("unchecked")
  private static <T> Optional<T> valueOf(Object found) {
    return found == ABSENT ? Optional.empty() : Optional.of((T) found);
  }
}
