package dev.wastm.stm;

/**
 * Is told of every transaction when its outcome is final: in the order of the block, one at a time, each once, on some thread of the
 * executor, while later transactions are still running. What it throws ends the block.
 */
@FunctionalInterface
public interface CommitListener<R> {
  void committed(int index, Outcome<R> outcome);
}
