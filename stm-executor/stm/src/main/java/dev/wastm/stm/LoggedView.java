package dev.wastm.stm;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A view that keeps its transaction's writes in a log, and asks its subclass for what lies below. Confined to one thread. */
abstract class LoggedView<K, V> implements TransactionView<K, V> {
  /** Accesses after which a transaction looks whether it is still of use: an endless loop that only stale reads can cause ends so. */
  private static final int ACCESSES_PER_POLL = 1_024;

  private final AccessLog<K, V> log = new AccessLog<>();
  private final List<Scan<K, V>> scans = new ArrayList<>();
  private final Snapshot<K, V> snapshot;
  private final int offset;
  private int transaction;
  private int accesses;

  LoggedView(Snapshot<K, V> snapshot, int offset) {
    this.snapshot = snapshot;
    this.offset = offset;
  }

  /** Forgets everything, for another execution. */
  void begin(int transaction) {
    this.transaction = transaction;
    log.clear();
    scans.clear();
  }

  AccessLog<K, V> log() {
    return log;
  }

  List<Scan<K, V>> scans() {
    return scans;
  }

  final Snapshot<K, V> snapshot() {
    return snapshot;
  }

  /** What the transaction sees at a slot's key below its own writes: a value, or null for none. */
  abstract @Nullable Object below(int slot, ReadKind kind);

  /** The lowest key at or above one that lower transactions of the block may have written; null for none. */
  abstract @Nullable K writtenFrom(K key);

  /** The same, above the key. */
  abstract @Nullable K writtenAfter(K key);

  private int slot(K key) {
    if (++accesses == ACCESSES_PER_POLL) {
      accesses = 0;
      poll();
    }
    int slot = log.find(key);
    return slot == AccessLog.NONE ? log.add(key) : slot;
  }

  @Override
  public final V readOr(K key, V absent) {
    V value = valueOrNull(key);
    return value == null ? absent : value;
  }

  @Override
  public final Optional<V> read(K key) {
    return Optional.ofNullable(valueOrNull(key));
  }

  private @Nullable V valueOrNull(K key) {
    int slot = slot(key);
    Object own = log.written(slot);
    if (own == null) {
      return asValue(below(slot, ReadKind.VALUE));
    } else if (own instanceof Delta delta) {
      return snapshot.counters().plus(asValue(below(slot, ReadKind.VALUE)), delta.amount());
    }
    return own == Mark.DELETED ? null : asValue(own);
  }

  @SuppressWarnings("unchecked")
  private @Nullable V asValue(@Nullable Object value) {
    return (V) value;
  }

  @Override
  public final boolean exists(K key) {
    int slot = slot(key);
    Object own = log.written(slot);
    return own == null ? below(slot, ReadKind.EXISTENCE) != null : own != Mark.DELETED;
  }

  @Override
  public final void write(K key, V value) {
    log.write(slot(key), value);
  }

  @Override
  public final void delete(K key) {
    log.write(slot(key), Mark.DELETED);
  }

  @Override
  public final void add(K key, long delta) {
    int slot = slot(key);
    Object own = log.written(slot);
    if (own == null) {
      snapshot.counters();
      log.write(slot, new Delta(delta));
    } else if (own instanceof Delta before) {
      log.write(slot, before.plus(delta));
    } else {
      log.write(slot, snapshot.counters().plus(own == Mark.DELETED ? null : asValue(own), delta));
    }
  }

  @Override
  public final boolean addWithin(K key, long delta, long min, long max) {
    int slot = slot(key);
    Object own = log.written(slot);
    boolean fits;
    if (own == null) {
      fits = fits(slot, 0, delta, min, max);
    } else if (own instanceof Delta before) {
      fits = fits(slot, before.amount(), delta, min, max);
    } else {
      fits = isWithin(
          snapshot.counters().get(own == Mark.DELETED ? null : asValue(own)), delta, min, max);
    }
    if (fits) {
      add(key, delta);
    }
    return fits;
  }

  private static boolean isWithin(long number, long delta, long min, long max) {
    long sum = number + delta;
    boolean overflows = ((number ^ sum) & (delta ^ sum)) < 0;
    return !overflows && min <= sum && sum <= max;
  }

  /** Asks the counter below in such a way that only another answer is a conflict, where the numbers allow to say so. */
  private boolean fits(int slot, long before, long delta, long min, long max) {
    Counters<V> counters = snapshot.counters();
    long number = counters.get(asValue(below(slot, ReadKind.RANGE)));
    boolean fits = isWithin(number + before, delta, min, max);
    if (!Bounds.isOrdinary(number) || !Bounds.isOrdinary(before) || !Bounds.isOrdinary(delta)) {
      below(slot, ReadKind.VALUE);
      return fits;
    }
    long lowest = clamp(min) - delta - before;
    long highest = clamp(max) - delta - before;
    if (fits) {
      narrow(slot, lowest, highest);
    } else if (number < lowest) {
      narrow(slot, -Bounds.ORDINARY_MAX, lowest - 1);
    } else {
      narrow(slot, highest + 1, Bounds.ORDINARY_MAX);
    }
    return fits;
  }

  private static long clamp(long bound) {
    return Math.max(-2 * Bounds.ORDINARY_MAX, Math.min(2 * Bounds.ORDINARY_MAX, bound));
  }

  private void narrow(int slot, long atLeast, long atMost) {
    if (log.seen(slot) instanceof Bounds bounds) {
      log.setRead(slot, ReadKind.RANGE, bounds.and(atLeast, atMost));
    }
  }

  @Override
  public final Scan<K, V> scan(K from, Predicate<? super K> within) {
    Iterator<Map.Entry<K, V>> stored = snapshot.from(from);
    Scan<K, V> scan = new Scan<>(this, from, within, stored);
    scans.add(scan);
    return scan;
  }

  /** Reads a key that a scan has come to, and takes note of it where the transaction's own write hides what lies below too. */
  final Optional<V> visit(K key) {
    below(slot(key), ReadKind.EXISTENCE);
    return read(key);
  }

  final @Nullable K firstKeyFrom(K key) {
    return Scan.lower(writtenFrom(key), ownFrom(key, true));
  }

  final @Nullable K firstKeyAfter(K key) {
    return Scan.lower(writtenAfter(key), ownFrom(key, false));
  }

  /** Transactions write few keys, so they are not kept in order. */
  private @Nullable K ownFrom(K key, boolean inclusive) {
    K lowest = null;
    for (int slot = 0; slot < log.size(); slot++) {
      K own = log.key(slot);
      if (log.written(slot) != null && Scan.compare(own, key) >= (inclusive ? 0 : 1)) {
        lowest = Scan.lower(lowest, own);
      }
    }
    return lowest;
  }

  @Override
  public final int savepoint() {
    return log.savepoint();
  }

  @Override
  public final void rollbackTo(int savepoint) {
    log.rollbackTo(savepoint);
  }

  @Override
  public final void forEachWrite(WriteVisitor<K, V> visitor) {
    for (int slot = 0; slot < log.size(); slot++) {
      Object own = log.written(slot);
      if (own == Mark.DELETED) {
        visitor.delete(log.key(slot));
      } else if (own instanceof Delta delta) {
        visitor.add(log.key(slot), delta.amount());
      } else if (own != null) {
        V value = asValue(own);
        if (value != null) {
          visitor.put(log.key(slot), value);
        }
      }
    }
  }

  @Override
  public final int touchedKeys() {
    return log.size();
  }

  @Override
  public final int writtenKeys() {
    return log.writes();
  }

  /** The transaction's index among those that it may conflict with. */
  final int position() {
    return transaction;
  }

  @Override
  public final int index() {
    return offset + transaction;
  }
}
