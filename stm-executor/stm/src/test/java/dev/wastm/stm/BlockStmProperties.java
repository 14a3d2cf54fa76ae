package dev.wastm.stm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

/** Block-STM against the sequential executor, with transactions whose accesses depend on what they read. */
class BlockStmProperties {
  private static final List<BlockStm> PARALLEL = List.of(
      BlockStm.builder().threads(1).build(),
      BlockStm.builder().threads(2).build(),
      BlockStm.builder().threads(8).build(),
      BlockStm.builder().threads(32).build());

  private static final SequentialExecutor SEQUENTIAL = new SequentialExecutor();

  @AfterContainer
  static void close() {
    PARALLEL.forEach(BlockStm::close);
    SEQUENTIAL.close();
  }

  @Property(tries = 400)
  void outcomesAndWritesAreThoseOfRunningOneByOne(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 200) int size,
      @ForAll @IntRange(min = 1, max = 20) int keys) {
    Random random = new Random(seed);
    Map<Integer, Long> base = new HashMap<>();
    for (int key = 0; key < keys; key += 2) {
      base.put(key, (long) random.nextInt(100));
    }
    Snapshot<Integer, Long> snapshot = base::getOrDefault;
    List<Transaction<Integer, Long, String>> block = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      block.add(new WanderingTransaction(random.nextLong(), keys));
    }
    BlockResult<Integer, Long, String> expected = SEQUENTIAL.execute(block, snapshot);
    for (BlockStm parallel : PARALLEL) {
      BlockResult<Integer, Long, String> actual = parallel.execute(block, snapshot);
      assertEquals(describe(expected), describe(actual));
      assertEquals(expected.writes(), actual.writes());
    }
  }

  private static List<String> describe(BlockResult<Integer, Long, String> result) {
    return result.outcomes().stream()
        .map(outcome -> outcome instanceof Outcome.Threw<String> threw
            ? threw.cause().getMessage()
            : outcome.toString())
        .toList();
  }

  /** Walks from key to key by the values that it finds, writes, deletes, rolls back and throws on its way, and tells all it saw. */
  private record WanderingTransaction(long seed, int keys)
      implements Transaction<Integer, Long, String> {
    @Override
    public String execute(TransactionView<Integer, Long> view) {
      StringBuilder seen = new StringBuilder();
      long state = seed;
      int savepoint = view.savepoint();
      for (int step = 0; step < 6; step++) {
        state = state * 6364136223846793005L + 1442695040888963407L;
        int key = Math.floorMod((int) (state >>> 33), keys);
        switch (Math.floorMod((int) (state >>> 20), 8)) {
          case 0, 1, 2 -> {
            long value = view.readOr(key, -1L);
            if (view.readOr(key, -1L) != value) {
              throw new AssertionError("A read did not repeat.");
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
          default -> {
            if ((state & 0x700) == 0) {
              throw new IllegalStateException("thrown after " + seen);
            } else if ((state & 0x100) == 0) {
              view.rollbackTo(savepoint);
            } else {
              savepoint = view.savepoint();
            }
          }
        }
      }
      return seen.toString();
    }
  }
}
