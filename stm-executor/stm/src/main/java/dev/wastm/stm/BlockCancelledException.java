package dev.wastm.stm;

/** A block was cancelled, or its time was up. No thread works on it any more, and it has no result. */
public final class BlockCancelledException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int committed;

  BlockCancelledException(int committed, int size) {
    super("The block was cancelled after " + committed + " of its " + size
        + " transactions had been committed.");
    this.committed = committed;
  }

  /** How many transactions, from the first, had been committed and shown to the {@link CommitListener}. */
  public int committed() {
    return committed;
  }
}
