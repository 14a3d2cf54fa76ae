package dev.wastm.stm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

/** Block-STM against the sequential executor, with transactions whose accesses depend on what they read. */
@Tag("property")
class BlockStmProperties {
  private static final List<BlockStm> PARALLEL = List.of(
      BlockStm.builder().threads(1).adaptive(false).build(),
      BlockStm.builder().threads(2).adaptive(false).build(),
      BlockStm.builder().threads(2).build(),
      BlockStm.builder().threads(8).adaptive(false).build(),
      BlockStm.builder().threads(32).adaptive(false).build());

  private static final SequentialExecutor SEQUENTIAL = new SequentialExecutor();

  @AfterContainer
  static void close() {
    PARALLEL.forEach(BlockStm::close);
    SEQUENTIAL.close();
  }

  @Property(tries = 500)
  void outcomesAndWritesAreThoseOfRunningOneByOne(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 200) int size,
      @ForAll @IntRange(min = 1, max = 40) int keys,
      @ForAll @IntRange(min = 1, max = 24) int steps) {
    Random random = new Random(seed);
    TestStore<Integer> store = new TestStore<>();
    for (int key = 0; key < keys; key += 2) {
      store.put(key, random.nextInt(100));
    }
    List<TransactionBody<Integer, Long, String>> block = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      block.add(new WanderingTransaction(random.nextLong(), keys, steps));
    }
    BlockResult<Integer, Long, String> expected = SEQUENTIAL.execute(block, store);
    for (BlockStm parallel : PARALLEL) {
      List<String> committed = new ArrayList<>();
      BlockResult<Integer, Long, String> actual = parallel.execute(
          block,
          store,
          (index, outcome) -> committed.add(index + " " + describe(outcome)),
          Cancellation.manual());
      assertEquals(describe(expected.outcomes()), describe(actual.outcomes()));
      assertEquals(expected.writes(), actual.writes());
      assertEquals(0, WanderingTransaction.NOT_REPEATED.get());
      assertEquals(numbered(describe(expected.outcomes())), committed);
    }
  }

  private static List<String> numbered(List<String> outcomes) {
    List<String> numbered = new ArrayList<>();
    outcomes.forEach(outcome -> numbered.add(numbered.size() + " " + outcome));
    return numbered;
  }

  private static List<String> describe(List<Outcome<String>> outcomes) {
    return outcomes.stream().map(BlockStmProperties::describe).toList();
  }

  private static String describe(Outcome<String> outcome) {
    return outcome instanceof Outcome.Threw<String> threw
        ? String.valueOf(threw.cause().getMessage())
        : outcome.toString();
  }
}
