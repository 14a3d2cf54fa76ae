package dev.wastm.stm;

import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A view that keeps its transaction's writes in a log, and asks its subclass for what lies below. Confined to one thread. */
abstract class LoggedView<K, V> implements TransactionView<K, V> {
  /** Accesses after which a transaction looks whether it is still of use: an endless loop that only stale reads can cause ends so. */
  private static final int ACCESSES_PER_POLL = 1_024;

  private final AccessLog<K, V> log = new AccessLog<>();
  private final CommittedOverlay<K, V> overlay;
  private final int offset;
  private int transaction;
  private int accesses;

  LoggedView(CommittedOverlay<K, V> overlay, int offset) {
    this.overlay = overlay;
    this.offset = offset;
  }

  /** Forgets everything, for another execution. */
  void begin(int transaction) {
    this.transaction = transaction;
    log.clear();
  }

  AccessLog<K, V> log() {
    return log;
  }

  /**
   * Checks that nothing was broken off inside the engine.
   *
   * @param thrown what came out of the transaction, if anything
   */
  final void requireIntact(@Nullable Throwable thrown) {
    if (!log.isIntact()) {
      throw new BlockFailedException(
          "The block executor was broken off while it served transaction " + index() + ": "
              + thrown,
          thrown);
    }
  }

  final CommittedOverlay<K, V> overlay() {
    return overlay;
  }

  /** What the transaction sees at a slot's key below its own writes: a value, {@link Mark#DELETED}, or null for none. */
  abstract @Nullable Object below(int slot, ReadKind kind);

  /** The lowest key at or above one that lower transactions of the block may have written; null for none. */
  abstract @Nullable K writtenFrom(K key);

  /** The same, above the key. */
  abstract @Nullable K writtenAfter(K key);

  /**
   * What lies below the transaction at a key that a scan has come to.
   *
   * @param slot the key's, or {@link AccessLog#NONE}: then it gets one, if there is anything below or {@code isWritten}
   * @param stored what the committed overlay has there; null where it has nothing
   */
  abstract @Nullable Object comeTo(
      Scan<K, V> scan, K key, int slot, @Nullable Object stored, boolean isWritten);

  /** Takes note of a scan, which is about to come to its first key. */
  abstract void begun(Scan<K, V> scan);

  /** Takes note of a key at which the transaction's own write hides from a scan what lies below. */
  abstract void hides(Scan<K, V> scan, K key);

  private void count() {
    if (++accesses == ACCESSES_PER_POLL) {
      accesses = 0;
      poll();
    }
  }

  private int slot(K key) {
    count();
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
      return counters().plus(asValue(below(slot, ReadKind.VALUE)), delta.amount());
    }
    return asValue(own);
  }

  @SuppressWarnings("unchecked")
  private @Nullable V asValue(@Nullable Object content) {
    return (V) Mark.valueOf(content);
  }

  private Counters<V> counters() {
    return overlay.counters();
  }

  @Override
  public final boolean exists(K key) {
    int slot = slot(key);
    Object own = log.written(slot);
    return asValue(own == null ? below(slot, ReadKind.EXISTENCE) : own) != null;
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
      counters(); // Throws where there are none.
      log.write(slot, new Delta(delta));
    } else if (own instanceof Delta before) {
      log.write(slot, before.plus(delta));
    } else {
      log.write(slot, counters().plus(asValue(own), delta));
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
      fits = isWithin(counters().get(asValue(own)), delta, min, max);
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
    long number = counters().get(asValue(below(slot, ReadKind.RANGE)));
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
    return new Scan<>(this, from, within, overlay.from(from));
  }

  /**
   * A step of a scan.
   *
   * @param stored what the committed overlay has there; null where it has nothing
   * @return null where there is neither a value nor a deletion: such a key leaves no trace
   */
  final @Nullable ScanStep<K, V> comeTo(Scan<K, V> scan, K key, @Nullable Object stored) {
    count();
    int slot = log.find(key);
    Object own = slot == AccessLog.NONE ? null : log.written(slot);
    Object content;
    if (own == null) {
      content = comeTo(scan, key, slot, stored, false);
    } else if (own instanceof Delta delta) {
      V below = asValue(comeTo(scan, key, slot, stored, true));
      content = counters().plus(below, delta.amount());
    } else {
      hides(scan, key);
      content = own;
    }
    V value = asValue(content);
    if (value != null) {
      return new ScanStep.Entry<>(key, value);
    }
    return content == null ? null : new ScanStep.Deleted<>(key);
  }

  final @Nullable K firstKeyFrom(K key) {
    return Scan.lower(writtenFrom(key), log.writtenFrom(key));
  }

  final @Nullable K firstKeyAfter(K key) {
    return Scan.lower(writtenAfter(key), log.writtenAfter(key));
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
