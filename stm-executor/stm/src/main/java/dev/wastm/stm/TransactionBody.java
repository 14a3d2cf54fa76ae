package dev.wastm.stm;

/**
 * One transaction of a block. It is executed at least once, perhaps several times and on several threads, each time over a view of its
 * own; all that it reads and writes must go through that view, and its result must depend on nothing else.
 *
 * @param <K> keys, with {@code equals} and {@code hashCode}
 * @param <V> values, treated as immutable
 * @param <R> what it returns
 */
@FunctionalInterface
public interface TransactionBody<K, V, R> {
  /**
   * Executes the transaction. An exception thrown here is the transaction's outcome, and its writes are dropped; a {@link
   * SpeculationAborted} comes from the view and must be let pass.
   */
  R execute(TransactionView<K, V> view);
}
