package dev.wastm.stm.memory;

import java.util.function.UnaryOperator;

/** One value in a {@link TxMemory}. Thread-safe. */
public final class TxCell<T> {
  private final TxMemory memory;
  private final Object key;
  private final T initial;

  TxCell(TxMemory memory, Object key, T initial) {
    this.memory = memory;
    this.key = key;
    this.initial = initial;
  }

  @SuppressWarnings("unchecked")
  public T get(Tx tx) {
    return (T) tx.view().readOr(key, initial);
  }

  public void set(Tx tx, T value) {
    tx.view().write(key, value);
  }

  public void update(Tx tx, UnaryOperator<T> change) {
    set(tx, change.apply(get(tx)));
  }

  /** The value after the last block. */
  @SuppressWarnings("unchecked")
  public T committed() {
    return (T) memory.committedOr(key, initial);
  }
}
