package dev.wastm.stm.memory;

import dev.wastm.stm.BlockExecutor;
import dev.wastm.stm.BlockResult;
import dev.wastm.stm.Cancellation;
import dev.wastm.stm.Change;
import dev.wastm.stm.CommitListener;
import dev.wastm.stm.Counters;
import dev.wastm.stm.Outcome;
import dev.wastm.stm.Snapshot;
import dev.wastm.stm.TransactionBody;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A memory of cells, vectors and maps. Blocks of transactions change it, one block after the other; between blocks it can be read from any
 * thread. Values are treated as immutable, and compared with {@code equals}.
 */
public final class TxMemory {
  /** What was committed. Written between blocks, under the lock of this; read while a block runs. */
  private final Map<Object, Object> committed = new ConcurrentHashMap<>();

  private final Snapshot<Object, Object> snapshot = new Snapshot<>() {
    @Override
    public Object readOr(Object key, Object absent) {
      return committed.getOrDefault(key, absent);
    }

    @Override
    public Counters<Object> counters() {
      return LongCounters.INSTANCE;
    }
  };

  /** A cell that holds a value until a transaction writes another. */
  public <T> TxCell<T> cell(T initial) {
    return new TxCell<>(this, new Object(), initial);
  }

  /** A counter that transactions can add to without conflicting with each other. */
  public TxCounter counter() {
    return new TxCounter(this, new Object());
  }

  /** A vector of a fixed length, each element a cell of its own. */
  public <T> TxVec<T> vec(int length, T initial) {
    return new TxVec<>(this, length, initial);
  }

  /** An empty map, each key a cell of its own. */
  public <K, T> TxMap<K, T> map() {
    return new TxMap<>(this);
  }

  /**
   * Executes a block of transactions, with the outcome of running them sequentially, and keeps what they wrote.
   *
   * @return one outcome a transaction, in order; one that threw has written nothing
   * @throws IllegalStateException where the executor is closed; then nothing was changed
   */
  public <R> List<Outcome<R>> execute(BlockExecutor executor, List<Function<Tx, R>> block) {
    return execute(executor, block, (index, outcome) -> {}, Cancellation.manual());
  }

  /**
   * The same, with outcomes as soon as they are final, and a way to stop.
   *
   * @throws dev.wastm.stm.BlockCancelledException where it was stopped; then nothing was changed
   */
  public synchronized <R> List<Outcome<R>> execute(
      BlockExecutor executor,
      List<Function<Tx, R>> block,
      CommitListener<R> listener,
      Cancellation cancellation) {
    List<TransactionBody<Object, Object, R>> transactions = block.stream()
        .<TransactionBody<Object, Object, R>>map(body -> view -> body.apply(new Tx(view)))
        .toList();
    BlockResult<Object, Object, R> result =
        executor.execute(transactions, snapshot, listener, cancellation);
    result.writes().forEach((key, change) -> {
      if (change instanceof Change.Put<Object> put) {
        committed.put(key, put.value());
      } else {
        committed.remove(key);
      }
    });
    return result.outcomes();
  }

  Object committedOr(Object key, Object absent) {
    return committed.getOrDefault(key, absent);
  }

  private static final class LongCounters implements Counters<Object> {
    static final LongCounters INSTANCE = new LongCounters();

    @Override
    public long get(@Nullable Object value) {
      return value == null ? 0 : (Long) value;
    }

    @Override
    public Object of(long number) {
      return number;
    }
  }
}
