package dev.wastm.benchmarks.stm;

import dev.wastm.stm.BlockExecutor;
import dev.wastm.stm.BlockResult;
import dev.wastm.stm.Change;
import dev.wastm.stm.TransactionBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A block of payments between random accounts, as {@code docs/benchmarks.md} specifies it.
 *
 * @param accounts from 2; the fewer, the more conflicts
 * @param transactions in the block
 * @param work rounds of computation in a transaction
 * @param seed of the random accounts and amounts
 */
public record StmWorkload(Shape shape, int accounts, int transactions, int work, long seed) {
  private static final int AMOUNT_MAX = 10;

  /** SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014). */
  private static final class Generator {
    private long state;

    Generator(long state) {
      this.state = state;
    }

    long next() {
      state += 0x9E3779B97F4A7C15L;
      long z = state;
      z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
      z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
      return z ^ z >>> 31;
    }

    long below(long bound) {
      return Long.remainderUnsigned(next(), bound);
    }
  }

  List<TransactionBody<Long, Long, Boolean>> block() {
    Generator random = new Generator(seed);
    List<TransactionBody<Long, Long, Boolean>> block = new ArrayList<>(transactions);
    for (int i = 0; i < transactions; i++) {
      long sender = random.below(accounts);
      long other = random.below(accounts - 1L);
      long receiver = other >= sender ? other + 1 : other;
      block.add(shape.transaction(sender, receiver, 1 + random.below(AMOUNT_MAX), work));
    }
    return block;
  }

  BlockResult<Long, Long, Boolean> run(
      BlockExecutor executor, List<TransactionBody<Long, Long, Boolean>> block) {
    return executor.execute(block, (key, absent) -> absent);
  }

  /** The sum over all written keys: independent of their order, and of the engine. */
  static long digest(Map<Long, Change<Long>> writes) {
    long sum = 0;
    for (Map.Entry<Long, Change<Long>> write : writes.entrySet()) {
      if (write.getValue() instanceof Change.Put<Long> put) {
        sum += new Generator(31 * write.getKey() + put.value()).next();
      }
    }
    return sum;
  }
}
