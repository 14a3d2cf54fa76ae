package dev.wastm.stm.memory;

/** A 64-bit counter in a {@link TxMemory}, 0 at first. Additions do not conflict with each other; reading it does. Thread-safe. */
public final class TxCounter {
  private static final Long ZERO = 0L;

  private final TxMemory memory;
  private final Object key;

  TxCounter(TxMemory memory, Object key) {
    this.memory = memory;
    this.key = key;
  }

  /** Adds, wrapping. */
  public void add(Tx tx, long delta) {
    tx.view().add(key, delta);
  }

  /**
   * Adds where the sum is within bounds, else changes nothing. Conflicts only with what changes the answer.
   *
   * @return whether it added
   */
  public boolean addWithin(Tx tx, long delta, long min, long max) {
    return tx.view().addWithin(key, delta, min, max);
  }

  public long get(Tx tx) {
    return (Long) tx.view().readOr(key, ZERO);
  }

  /** The sum after the last block. */
  public long committed() {
    return (Long) memory.committedOr(key, ZERO);
  }
}
