package dev.wastm.benchmarks.stm;

import dev.wastm.stm.TransactionBody;
import dev.wastm.stm.TransactionView;

/** The two shapes of the Block-STM workload: a payment with the fewest accesses, and one as the paper's authors measured it. */
public enum Shape {
  TWO_READS_TWO_WRITES("2r2w") {
    @Override
    TransactionBody<Long, Long, Boolean> transaction(
        long sender, long receiver, long amount, int work) {
      Long from = KEYS_PER_ACCOUNT * sender;
      Long to = KEYS_PER_ACCOUNT * receiver;
      return view -> {
        long a = read(view, from);
        long b = read(view, to);
        long h = mix(a ^ Long.rotateLeft(b, 17), work);
        view.write(from, a - amount);
        view.write(to, b + amount);
        return h != UNLIKELY;
      };
    }
  },

  EIGHT_READS_FIVE_WRITES("8r5w") {
    @Override
    TransactionBody<Long, Long, Boolean> transaction(
        long sender, long receiver, long amount, int work) {
      long sb = KEYS_PER_ACCOUNT * sender;
      long rb = KEYS_PER_ACCOUNT * receiver;
      Long balance = sb;
      Long sequence = sb + 1;
      Long senderLog = sb + 2;
      Long receiverBalance = rb;
      Long receiverLog = rb + 2;
      return view -> {
        long globals = read(view, GLOBAL_0) ^ read(view, GLOBAL_1) ^ read(view, GLOBAL_2);
        long seq = read(view, sequence);
        long a = read(view, balance);
        long sentBefore = read(view, senderLog);
        long b = read(view, receiverBalance);
        long receivedBefore = read(view, receiverLog);
        long h = mix(globals ^ seq ^ Long.rotateLeft(a, 17) ^ b, work);
        view.write(sequence, seq + 1);
        view.write(balance, a - amount);
        view.write(senderLog, sentBefore * 31 + h);
        view.write(receiverBalance, b + amount);
        view.write(receiverLog, receivedBefore * 31 + amount);
        return h != UNLIKELY;
      };
    }
  };

  /** What a key reads that was never written. */
  static final Long INITIAL = 1_000_000L;

  /** What comes out is compared with this and returned, so that the work cannot be left out. */
  private static final long UNLIKELY = 0x5DEECE66DL;

  private static final long KEYS_PER_ACCOUNT = 4;
  private static final Long GLOBAL_0 = 1L << 40;
  private static final Long GLOBAL_1 = GLOBAL_0 + 1;
  private static final Long GLOBAL_2 = GLOBAL_0 + 2;

  private final String label;

  Shape(String label) {
    this.label = label;
  }

  abstract TransactionBody<Long, Long, Boolean> transaction(
      long sender, long receiver, long amount, int work);

  private static long read(TransactionView<Long, Long> view, Long key) {
    return view.readOr(key, INITIAL);
  }

  private static long mix(long h, int work) {
    long mixed = h;
    for (int i = 0; i < work; i++) {
      long z = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
      mixed = (z ^ z >>> 27) + 0x9E3779B97F4A7C15L;
    }
    return mixed;
  }

  @Override
  public String toString() {
    return label;
  }
}
