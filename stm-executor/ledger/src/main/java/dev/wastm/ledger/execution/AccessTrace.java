package dev.wastm.ledger.execution;

import dev.wastm.ledger.state.StateKey;
import dev.wastm.stm.TransactionView;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Notes what each transaction of a batch asks of the state, also in nested calls and through the system actor. Where a transaction is
 * executed again, its last execution counts: that is the one that Block-STM keeps. Thread-safe, because an execution is noted by one thread.
 */
final class AccessTrace {
  private final ConcurrentHashMap<Integer, List<StateAccess>> accesses = new ConcurrentHashMap<>();

  List<StateAccess> of(int transaction) {
    return accesses.getOrDefault(transaction, List.of());
  }

  /** Notes what does not pass through the view that {@link #watch} gave, for the transaction's execution under way. */
  void note(int transaction, StateAccess access) {
    accesses.computeIfAbsent(transaction, none -> new ArrayList<>()).add(access);
  }

  /** The same view, watched: whatever has a key as its first argument is noted, of this version of the view and of later ones. */
  @SuppressWarnings("unchecked")
  TransactionView<StateKey, byte[]> watch(TransactionView<StateKey, byte[]> view) {
    List<StateAccess> noted = new ArrayList<>();
    accesses.put(view.index(), noted);
    return (TransactionView<StateKey, byte[]>) Proxy.newProxyInstance(
        AccessTrace.class.getClassLoader(),
        new Class<?>[] {TransactionView.class},
        (proxy, method, arguments) -> {
          Object result = invoke(view, method, arguments);
          if (arguments != null && arguments[0] instanceof StateKey key && BatchRoom.isState(key)) {
            noted.add(StateAccess.of(
                method.getName(), key, Arrays.asList(arguments), Optional.ofNullable(result)));
          }
          return result;
        });
  }

  private static @Nullable Object invoke(
      TransactionView<StateKey, byte[]> view, Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(view, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }
}
