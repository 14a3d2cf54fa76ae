package dev.wastm.stm;

/** Is shown a transaction's net writes. */
public interface WriteVisitor<K, V> {
  void put(K key, V value);

  void delete(K key);

  /** An addition whose sum the transaction has not read. */
  void add(K key, long delta);
}
