package dev.wastm.stm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What scans come to, and what a step costs. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ScanTest {
  /** Comparisons of a step, at most, for so many keys as there are here: three look-ups in trees, and the merge. */
  private static final int COMPARISONS_PER_STEP_MAX = 120;

  private static final AtomicLong COMPARISONS = new AtomicLong();

  private final List<BlockExecutor> executors = List.of(
      new SequentialExecutor(),
      BlockStm.builder().threads(1).adaptive(false).build(),
      BlockStm.builder().threads(2).build(),
      BlockStm.builder().threads(8).adaptive(false).build());

  @AfterEach
  void close() {
    executors.forEach(BlockExecutor::close);
  }

  /** A key that counts how often it is compared. */
  record Key(int number) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      COMPARISONS.incrementAndGet();
      return Integer.compare(number, other.number);
    }
  }

  private static String scanAll(TransactionView<Key, Long> view, int from, int end) {
    StringBuilder seen = new StringBuilder();
    Scan<Key, Long> scan = view.scan(new Key(from), key -> key.number() < end);
    ScanStep<Key, Long> step = scan.next();
    while (!(step instanceof ScanStep.End)) {
      if (step instanceof ScanStep.Entry<Key, Long> entry) {
        seen.append(entry.key().number()).append('=').append(entry.value()).append(' ');
      } else if (step instanceof ScanStep.Deleted<Key, Long> deleted) {
        seen.append(deleted.key().number()).append("=x ");
      }
      step = scan.next();
    }
    return seen.append('#').append(view.touchedKeys()).toString();
  }

  private static TestStore<Key> storeOfEven(int keys) {
    TestStore<Key> store = new TestStore<>();
    for (int i = 0; i < keys; i += 2) {
      store.put(new Key(i), i);
    }
    return store;
  }

  private void assertReturns(
      List<TransactionBody<Key, Long, String>> block,
      Snapshot<Key, Long> store,
      int at,
      String expected) {
    for (BlockExecutor executor : executors) {
      assertEquals(
          new Outcome.Returned<>(expected),
          executor.execute(block, store).outcomes().get(at));
    }
  }

  @Test
  void comesToWhatTheBlockOrTheTransactionHasDeletedAndToNothingElseThatIsAbsent() {
    List<TransactionBody<Key, Long, String>> block = new ArrayList<>();
    block.add(view -> {
      view.delete(new Key(2)); // stored
      view.delete(new Key(3)); // not stored
      view.write(new Key(5), 50L);
      return "";
    });
    block.add(view -> {
      view.write(new Key(7), 70L);
      throw new IllegalStateException("so 7 is not written");
    });
    block.add(view -> {
      view.delete(new Key(5)); // written by a lower one
      view.add(new Key(3), 4); // makes it appear again
      view.delete(new Key(3));
      int savepoint = view.savepoint();
      view.write(new Key(9), 1L);
      view.delete(new Key(8));
      view.rollbackTo(savepoint);
      view.delete(new Key(1)); // its own, never there
      boolean unused = view.exists(new Key(11)); // touched, and not there
      return scanAll(view, 0, 12);
    });
    block.add(view -> scanAll(view, 1, 6));
    // Touched: 0 to 6, 8, 9, 10 and 11; 7 is nobody's.
    assertReturns(block, storeOfEven(12), 2, "0=0 1=x 2=x 3=x 4=4 5=x 6=6 8=8 10=10 #11");
    assertReturns(block, storeOfEven(12), 3, "1=x 2=x 3=x 4=4 5=x #5");
  }

  @Test
  void deletionsOutliveTheStretchThatMadeThem() {
    List<TransactionBody<Key, Long, String>> block = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      int key = i;
      block.add(view -> {
        view.delete(new Key(key));
        // Some work, so that an engine that adapts goes on in parallel.
        long sum = 0;
        for (int round = 0; round < 2_000; round++) {
          sum = sum * 31 + round;
        }
        return sum == 1 ? "never" : key % 50 == 49 ? scanAll(view, 0, 1_000_000) : "";
      });
    }
    TestStore<Key> store = storeOfEven(3_000);
    List<Outcome<String>> expected = executors.get(0).execute(block, store).outcomes();
    assertTrue(expected.get(99).toString().contains(" 97=x 98=x 99=x 100=100 102=102 "));
    for (BlockExecutor executor : executors) {
      assertEquals(expected, executor.execute(block, store).outcomes());
    }
  }

  @Test
  void aStepCostsALogarithmOfComparisonsWhateverWasTouchedWrittenOrDeleted() {
    int keys = 40_000;
    List<TransactionBody<Key, Long, String>> block = List.of(
        view -> {
          for (int i = 1; i < keys; i += 4) {
            view.delete(new Key(i));
          }
          return "";
        },
        view -> {
          for (int i = 0; i < keys; i++) {
            boolean unused = view.exists(new Key(i));
          }
          for (int i = 3; i < keys; i += 4) {
            view.write(new Key(i), 1L);
          }
          return scanAll(view, 0, keys);
        },
        view -> scanAll(view, 0, keys));
    TestStore<Key> store = storeOfEven(keys);
    for (BlockExecutor executor : executors) {
      COMPARISONS.set(0);
      Statistics statistics = executor.execute(block, store).statistics();
      long steps = 2L * keys * Math.max(1, statistics.executions() - 1);
      assertTrue(
          COMPARISONS.get() < steps * COMPARISONS_PER_STEP_MAX,
          COMPARISONS.get() + " comparisons for " + steps + " steps");
    }
  }

  @Test
  void readsNothingThatTheIteratorHasHandedOver() {
    TestStore<Key> entries = storeOfEven(100);
    AtomicLong reads = new AtomicLong();
    Snapshot<Key, Long> store = new Snapshot<>() {
      @Override
      public Long readOr(Key key, Long absent) {
        reads.incrementAndGet();
        return entries.readOr(key, absent);
      }

      @Override
      public Iterator<Map.Entry<Key, Long>> from(Key key) {
        return entries.from(key);
      }
    };
    List<TransactionBody<Key, Long, String>> block = List.of(
        view -> {
          view.delete(new Key(4));
          return "";
        },
        view -> scanAll(view, 0, 100) + view.readOr(new Key(6), 0L));
    for (BlockExecutor executor : executors.subList(1, executors.size())) {
      reads.set(0);
      executor.execute(block, store);
      // Adaptive, it runs sequentially, and looks 6 up; else the value is known already.
      assertTrue(reads.get() <= 1, reads.get() + " reads");
    }
  }

  /** Nothing but the first of many transactions writes where the others scan, and those write beyond what is scanned above them. */
  @Test
  void higherTransactionsDoNotChooseWhatAScanCosts() {
    int written = 2_000;
    List<TransactionBody<Key, Long, String>> block = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      int index = i;
      block.add(view -> {
        String seen = index < 30 ? scanAll(view, 0, written * 100) : "";
        for (int k = 0; index >= 30 && k < written; k++) {
          view.write(new Key(index * written + k), 1L);
        }
        if (index == 0) {
          view.write(new Key(1), 1L);
        }
        return seen;
      });
    }
    List<Outcome<String>> expected =
        executors.get(0).execute(block, storeOfEven(10)).outcomes();
    for (BlockExecutor executor : executors) {
      assertEquals(expected, executor.execute(block, storeOfEven(10)).outcomes());
    }
  }
}
