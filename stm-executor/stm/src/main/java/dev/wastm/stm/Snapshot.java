package dev.wastm.stm;

/** The committed state below a block: immutable while the block runs, and safe to read from any thread. */
@FunctionalInterface
public interface Snapshot<K, V> {
  /** The value of a key, or {@code absent} itself where there is none. */
  V readOr(K key, V absent);
}
