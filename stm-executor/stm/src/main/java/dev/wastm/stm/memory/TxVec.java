package dev.wastm.stm.memory;

import java.util.Objects;

/** A vector of a fixed length in a {@link TxMemory}; transactions that touch different elements do not conflict. Thread-safe. */
public final class TxVec<T> {
  private final TxMemory memory;
  private final int length;
  private final T initial;

  TxVec(TxMemory memory, int length, T initial) {
    if (length < 0) {
      throw new IllegalArgumentException("A vector cannot have " + length + " elements.");
    }
    this.memory = memory;
    this.length = length;
    this.initial = initial;
  }

  /** Vectors are compared by identity, so that equal ones are different places. */
  private record Element(TxVec<?> vec, int index) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Element element && element.vec == vec && element.index == index;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(vec) * 31 + index;
    }
  }

  public int length() {
    return length;
  }

  /** @throws IndexOutOfBoundsException outside 0 to {@link #length} − 1 */
  @SuppressWarnings("unchecked")
  public T get(Tx tx, int index) {
    return (T) tx.view().readOr(element(index), initial);
  }

  /** @throws IndexOutOfBoundsException outside 0 to {@link #length} − 1 */
  public void set(Tx tx, int index, T value) {
    tx.view().write(element(index), value);
  }

  /** An element after the last block. */
  @SuppressWarnings("unchecked")
  public T committed(int index) {
    return (T) memory.committedOr(element(index), initial);
  }

  private Element element(int index) {
    return new Element(this, Objects.checkIndex(index, length));
  }
}
