package dev.wastm.stm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Random blocks on many threads against the sequential executor, for as long as it is told: the soak, and the judge of the mutants. A program
 * of its own, because an engine that is broken may never return. Every block follows from one seed, which it names where it fails.
 */
public final class EngineCheck {
  private static final int[] THREADS = {1, 2, 3, 8, 32};
  private static final int SIZE_MAX = 120;
  private static final int KEYS_MAX = 24;
  private static final int STEPS_MAX = 20;

  private EngineCheck() {}

  /** Arguments: seconds to run, and a seed to begin with. Exits with 1 where an outcome is wrong. */
  public static void main(String[] args) {
    long endNs = System.nanoTime() + (long) (Double.parseDouble(args[0]) * 1e9);
    long seed = Long.parseLong(args[1]);
    long blocks = 0;
    List<BlockStm> executors = new ArrayList<>();
    for (int threads : THREADS) {
      executors.add(BlockStm.builder().threads(threads).adaptive(false).build());
    }
    executors.add(BlockStm.builder().threads(2).build());
    try (SequentialExecutor sequential = new SequentialExecutor()) {
      while (System.nanoTime() < endNs) {
        check(seed, sequential, executors);
        seed++;
        blocks++;
      }
    }
    System.out.println(blocks + " blocks, the last with seed " + (seed - 1) + ": no difference.");
    System.exit(0);
  }

  private static void check(long seed, SequentialExecutor sequential, List<BlockStm> executors) {
    Random random = new Random(seed);
    int keys = 1 + random.nextInt(KEYS_MAX);
    int steps = 1 + random.nextInt(STEPS_MAX);
    TestStore<Integer> store = new TestStore<>();
    for (int key = 0; key < keys; key += 2) {
      store.put(key, random.nextInt(100));
    }
    List<TransactionBody<Integer, Long, String>> block = new ArrayList<>();
    for (int i = random.nextInt(SIZE_MAX); i >= 0; i--) {
      WanderingTransaction transaction = new WanderingTransaction(random.nextLong(), keys, steps);
      // Some are slow, so that others overtake them.
      int pauses = random.nextInt(8) == 0 ? random.nextInt(2_000) : 0;
      block.add(view -> slowly(transaction, view, pauses));
    }
    String expected = describe(sequential.execute(block, store));
    for (BlockStm executor : executors) {
      String actual = describe(executor.execute(block, store));
      if (!actual.equals(expected) || WanderingTransaction.NOT_REPEATED.get() > 0) {
        System.out.println(String.format(
            Locale.ROOT,
            "DIFFERENT with seed %d on executor %d:%n%s%n%s",
            seed,
            executors.indexOf(executor),
            expected,
            actual));
        System.exit(1);
      }
    }
  }

  private static String slowly(
      WanderingTransaction transaction, TransactionView<Integer, Long> view, int pauses) {
    String result = transaction.execute(view);
    for (int i = 0; i < pauses; i++) {
      Thread.onSpinWait();
    }
    return result;
  }

  private static String describe(BlockResult<Integer, Long, String> result) {
    return result.outcomes() + " " + new java.util.TreeMap<>(result.writes());
  }
}
