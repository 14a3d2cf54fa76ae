package dev.wastm.stm;

/** What a scan has come to. */
public sealed interface ScanStep<K, V> {
  /** A key with its value. */
  record Entry<K, V>(K key, V value) implements ScanStep<K, V> {}

  /**
   * A tombstone: a key whose last write, by a lower transaction of the block or by the scanning one, is a deletion. It is the same for
   * every executor, so a caller may charge for it.
   */
  record Deleted<K, V>(K key) implements ScanStep<K, V> {}

  /** There is no more in the range. */
  record End<K, V>() implements ScanStep<K, V> {}
}
