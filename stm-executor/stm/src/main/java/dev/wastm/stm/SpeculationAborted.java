package dev.wastm.stm;

/**
 * Thrown through a transaction whose execution is of no use any more, because it read what a lower transaction is about to change. It will
 * be executed again. Let it pass: it is an {@link Error} so that code which handles exceptions does not swallow it. It has no stack
 * trace, because it is control flow.
 */
public final class SpeculationAborted extends Error {
  private static final long serialVersionUID = 1L;

  /** In place of a lower transaction, where no other one has to be executed first. */
  static final int BY_NONE = -1;

  /** The same, where it is of no use to execute this one before all below it are committed. */
  static final int PUT_OFF = -2;

  private final int blockingIndex;

  SpeculationAborted(int blockingIndex) {
    super("This execution is of no use any more, and is repeated.", null, false, false);
    this.blockingIndex = blockingIndex;
  }

  int blockingIndex() {
    return blockingIndex;
  }
}
