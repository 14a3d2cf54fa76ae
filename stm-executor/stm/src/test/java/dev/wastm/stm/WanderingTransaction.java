package dev.wastm.stm;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Walks from key to key by the values that it finds; writes, adds, deletes, scans, rolls back and throws on its way, and tells all it saw.
 *
 * @param keys it uses the keys from 0 to this
 */
record WanderingTransaction(long seed, int keys, int steps)
    implements TransactionBody<Integer, Long, String> {
  /** Reads that gave another answer the second time. An outcome would not tell, because such an execution is thrown away. */
  static final AtomicInteger NOT_REPEATED = new AtomicInteger();

  @Override
  public String execute(TransactionView<Integer, Long> view) {
    StringBuilder seen = new StringBuilder();
    long state = seed;
    int savepoint = view.savepoint();
    for (int step = 0; step < steps; step++) {
      state = state * 6364136223846793005L + 1442695040888963407L;
      int key = Math.floorMod((int) (state >>> 33), keys);
      switch (Math.floorMod((int) (state >>> 20), 14)) {
        case 0, 1, 2 -> {
          long value = view.readOr(key, -1L);
          if ((state & 0xf00) == 0) {
            LockSupport.parkNanos(1);
          }
          if (view.readOr(key, -1L) != value) {
            NOT_REPEATED.incrementAndGet();
          }
          state ^= value * 31;
          seen.append(key).append('=').append(value).append(' ');
        }
        case 3, 4 -> view.write(key, state & 0xff);
        case 5 -> view.delete(key);
        case 6 -> {
          boolean exists = view.exists(key);
          state += exists ? 7 : 11;
          seen.append(key).append(exists ? '+' : '-').append(' ');
        }
        case 7, 8 -> view.add(key, (state & 0x3f) - 20);
        case 9, 10 -> {
          boolean added = view.addWithin(key, (state & 0x7f) - 64, -30, 120);
          state += added ? 3 : 5;
          seen.append(key).append(added ? "<" : ">").append(' ');
        }
        case 11 -> state += scan(view, key, (int) (state & 7), seen);
        case 12 -> {
          if ((state & 0x100) == 0) {
            view.rollbackTo(savepoint);
          } else {
            savepoint = view.savepoint();
          }
        }
        default -> {
          seen.append('#').append(view.touchedKeys()).append(' ');
          if ((state & 0x700) == 0) {
            throw new IllegalStateException("thrown after " + seen);
          }
        }
      }
    }
    return seen.append('#').append(view.touchedKeys()).toString();
  }

  /** Scans some keys upwards, at times not to the end, and at times writing ahead of itself. */
  private long scan(TransactionView<Integer, Long> view, int from, int length, StringBuilder seen) {
    int end = from + length;
    Scan<Integer, Long> scan = view.scan(from, key -> key < end);
    long sum = 0;
    int left = length == 7 ? 2 : Integer.MAX_VALUE;
    ScanStep<Integer, Long> step = scan.next();
    while (!(step instanceof ScanStep.End) && left-- > 0) {
      if (step instanceof ScanStep.Entry<Integer, Long> entry) {
        int key = entry.key();
        seen.append('[').append(key).append(']').append(entry.value());
        sum += entry.value() + key;
        if (length == 6) {
          view.write(key + 1, sum & 0xff);
        } else if (length == 5) {
          view.delete(key + 2);
        }
      } else if (step instanceof ScanStep.Deleted<Integer, Long> deleted) {
        seen.append('[').append(deleted.key()).append(']').append('x');
        sum += deleted.key() * 7L;
      }
      step = scan.next();
    }
    return sum;
  }
}
