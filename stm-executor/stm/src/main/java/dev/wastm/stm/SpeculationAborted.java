package dev.wastm.stm;

/**
 * Thrown through a transaction whose execution is of no use any more, because it read what a lower transaction is about to change. It will
 * be executed again. Let it pass: it is an {@link Error} so that code which handles exceptions does not swallow it. It has no stack
 * trace, because it is control flow.
 */
public final class SpeculationAborted extends Error {
  private static final long serialVersionUID = 1L;

  private final int blockingIndex;

  SpeculationAborted(int blockingIndex) {
    super(
        "This execution is repeated after transaction " + blockingIndex + ".", null, false, false);
    this.blockingIndex = blockingIndex;
  }

  int blockingIndex() {
    return blockingIndex;
  }
}
