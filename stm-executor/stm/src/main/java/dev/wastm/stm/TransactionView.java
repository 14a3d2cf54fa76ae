package dev.wastm.stm;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a transaction sees and does: the state below the block, changed by the transactions before it, changed by itself. Confined to the
 * executing thread, and valid during {@link TransactionBody#execute} only. Reads repeat: a key gives the same answer until this transaction
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

  /**
   * Adds to a 64-bit counter, wrapping, without reading it: additions never conflict with each other. An absent counter is 0.
   *
   * @throws UnsupportedOperationException where the store has no {@link Snapshot#counters}
   */
  void add(K key, long delta);

  /**
   * Adds to a 64-bit counter where the sum, which must not overflow, is within bounds; else changes nothing. Conflicts only with what
   * changes the answer.
   *
   * @return whether it added
   * @throws UnsupportedOperationException where the store has no {@link Snapshot#counters}
   */
  boolean addWithin(K key, long delta, long min, long max);

  /**
   * The entries from a key upwards, in the natural order of keys, for as long as {@code within} holds; own writes included, those made
   * while the scan is under way too where they lie ahead. It comes to keys that the block has deleted too, see {@link ScanStep.Deleted};
   * never to a key that nobody of the block has written and the snapshot hasn't. Conflicts with a change of what it has come to, and with a
   * key that appears there.
   *
   * @param within true from {@code from} up to some key, and false above it
   * @throws UnsupportedOperationException where the store is not ordered, see {@link Snapshot#from}
   */
  Scan<K, V> scan(K from, Predicate<? super K> within);

  /** Ends an execution that has become of no use. Reads do so by themselves; a long computation without reads may call it now and then. */
  void poll();

  /** A mark in the transaction's log of writes, for {@link #rollbackTo}. */
  int savepoint();

  /** Undoes the writes, additions and deletes made since a savepoint; 0 undoes all. */
  void rollbackTo(int savepoint);

  /** Visits the net writes made so far, each key once, in no particular order. */
  void forEachWrite(WriteVisitor<K, V> visitor);

  /**
   * How many distinct keys the transaction has read, asked for, written, added to or come to in a scan so far, deleted ones included. A
   * rollback does not lower it. The same for every executor, as far as the transaction's final execution goes: so it may be priced.
   */
  int touchedKeys();

  /** How many distinct keys the transaction has a write, an addition or a deletion of. The same for every executor, likewise. */
  int writtenKeys();

  /** The transaction's index in its block, from 0. */
  int index();
}
