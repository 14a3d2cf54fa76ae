package dev.wastm.ledger.execution.trace;

import dev.wastm.ledger.state.StateKey;
import dev.wastm.stm.TransactionView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Notes what each transaction of a batch asks of the state, also in nested calls and through the system actor. Where a transaction is
 * executed again, its last execution counts: that is the one that Block-STM keeps. Thread-safe, because an execution is noted by one thread.
 */
public final class AccessTrace {
  private final ConcurrentHashMap<Integer, List<StateAccess>> accesses = new ConcurrentHashMap<>();

  public List<StateAccess> of(int transaction) {
    return accesses.getOrDefault(transaction, List.of());
  }

  /** Notes what does not pass through the view that {@link #watch} gave, for the transaction's execution under way. */
  public void note(int transaction, StateAccess access) {
    accesses.computeIfAbsent(transaction, none -> new ArrayList<>()).add(access);
  }

  /** The same view, watched, at the beginning of an execution. */
  public TransactionView<StateKey, byte[]> watch(TransactionView<StateKey, byte[]> view) {
    List<StateAccess> noted = new ArrayList<>();
    accesses.put(view.index(), noted);
    return new WatchedView(view, noted);
  }
}
