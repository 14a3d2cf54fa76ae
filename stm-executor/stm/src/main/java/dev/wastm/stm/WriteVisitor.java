package dev.wastm.stm;

/** Is shown a transaction's net writes. */
public interface WriteVisitor<K, V> {
  void put(K key, V value);

  void delete(K key);
}
