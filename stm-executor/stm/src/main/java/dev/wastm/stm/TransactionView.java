package dev.wastm.stm;

import java.util.Optional;

/**
 * What a transaction sees and does: the state below the block, changed by the transactions before it, changed by itself. Confined to the
 * executing thread, and valid during {@link Transaction#execute} only. Reads repeat: a key gives the same answer until this transaction
 * writes it. Any method may throw {@link SpeculationAborted}.
 */
public interface TransactionView<K, V> {
  /** The value of a key, or {@code absent} itself where there is none. */
  V readOr(K key, V absent);

  /** The value of a key; empty where there is none. */
  Optional<V> read(K key);

  /** Whether a key has a value. Conflicts only with a change of existence. */
  boolean exists(K key);

  void write(K key, V value);

  void delete(K key);

  /** A mark in the transaction's log of writes, for {@link #rollbackTo}. */
  int savepoint();

  /** Undoes the writes and deletes made since a savepoint; 0 undoes all. */
  void rollbackTo(int savepoint);

  /** Visits the net writes made so far, each key once, in no particular order. */
  void forEachWrite(WriteVisitor<K, V> visitor);

  /** The transaction's index in its block, from 0. */
  int index();
}
