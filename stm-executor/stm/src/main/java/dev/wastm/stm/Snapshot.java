package dev.wastm.stm;

import java.util.Iterator;
import java.util.Map;

/** The committed state below a block, and what its values mean. Immutable while the block runs, and safe to read from any thread. */
@FunctionalInterface
public interface Snapshot<K, V> {
  /** The value of a key, or {@code absent} itself where there is none. */
  V readOr(K key, V absent);

  /** Whether two values are the same to every transaction: then a reader of one need not be aborted for the other. */
  default boolean same(V one, V other) {
    return one.equals(other);
  }

  /**
   * The counters, for {@link TransactionView#add}.
   *
   * @throws UnsupportedOperationException where the store has none
   */
  default Counters<V> counters() {
    throw new UnsupportedOperationException(
        "This store keeps no counters: its snapshot does not override counters().");
  }

  /**
   * The entries from a key upwards, itself included, in the natural order of keys, which are {@link Comparable}. Lazy; used by one thread.
   *
   * @throws UnsupportedOperationException where the store is not ordered
   */
  default Iterator<Map.Entry<K, V>> from(K key) {
    throw new UnsupportedOperationException(
        "This store cannot be scanned: its snapshot does not override from().");
  }
}
