package dev.wastm.stm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Errors of every kind, at every place where foreign code runs, on whichever thread comes by: the block ends, and the next one works. */
@Tag("fault")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FaultsTest {
  private static final int ROUNDS = 60;
  private static final int TRANSACTIONS = 40;
  private static final int KEYS = 12;

  /** Where foreign code runs. */
  enum Place {
    TRANSACTION,
    READ,
    SCAN,
    ITERATE,
    HASH,
    EQUALS,
    COMPARE,
    SAME,
    COUNTER,
    LISTENER
  }

  private static final List<Throwable> ERRORS = List.of(
      new OutOfMemoryError("injected"),
      new InternalError("injected"),
      new StackOverflowError("injected"),
      new AssertionError("injected"),
      new NoClassDefFoundError("injected"),
      new IllegalStateException("injected"));

  /** Throws once, at a place, after it has been come by some times. */
  private static final class Bomb {
    private final Place place;
    private final Throwable error;
    private final AtomicInteger left;
    private final AtomicInteger thrown = new AtomicInteger();

    Bomb(Place place, Throwable error, int after) {
      this.place = place;
      this.error = error;
      this.left = new AtomicInteger(after);
    }

    void pass(Place at) {
      if (at == place && left.getAndDecrement() == 0) {
        thrown.incrementAndGet();
        FaultsTest.<RuntimeException>throwAny(error);
      }
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> void throwAny(Throwable error) throws E {
    throw (E) error;
  }

  private static final class Key implements Comparable<Key> {
    private final int number;
    private final Bomb bomb;

    Key(int number, Bomb bomb) {
      this.number = number;
      this.bomb = bomb;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      bomb.pass(Place.EQUALS);
      return other instanceof Key key && key.number == number;
    }

    @Override
    public int hashCode() {
      bomb.pass(Place.HASH);
      return number % 3;
    }

    @Override
    public int compareTo(Key other) {
      bomb.pass(Place.COMPARE);
      return Integer.compare(number, other.number);
    }
  }

  private record Store(TestStore<Integer> numbers, Bomb bomb) implements Snapshot<Key, Long> {
    @Override
    public Long readOr(Key key, Long absent) {
      bomb.pass(Place.READ);
      return numbers.readOr(key.number, absent);
    }

    @Override
    public boolean same(Long one, Long other) {
      bomb.pass(Place.SAME);
      return one.equals(other);
    }

    @Override
    public Counters<Long> counters() {
      bomb.pass(Place.COUNTER);
      return numbers.counters();
    }

    @Override
    public Iterator<Map.Entry<Key, Long>> from(Key key) {
      bomb.pass(Place.SCAN);
      Iterator<Map.Entry<Integer, Long>> entries = numbers.from(key.number);
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          bomb.pass(Place.ITERATE);
          return entries.hasNext();
        }

        @Override
        public Map.Entry<Key, Long> next() {
          Map.Entry<Integer, Long> entry = entries.next();
          return Map.entry(new Key(entry.getKey(), bomb), entry.getValue());
        }
      };
    }
  }

  private static List<TransactionBody<Key, Long, Long>> block(Random random, Bomb bomb) {
    List<TransactionBody<Key, Long, Long>> block = new ArrayList<>();
    for (int i = 0; i < TRANSACTIONS; i++) {
      int one = random.nextInt(KEYS);
      int other = random.nextInt(KEYS);
      int kind = i % 4;
      block.add(view -> {
        bomb.pass(Place.TRANSACTION);
        long value = view.readOr(new Key(one, bomb), 0L);
        LockSupport.parkNanos(1);
        switch (kind) {
          case 0 -> view.write(new Key(other, bomb), value + 1);
          case 1 -> view.add(new Key(other, bomb), value);
          case 2 -> view.delete(new Key(other, bomb));
          default -> {
            view.write(new Key(other, bomb), value);
            Scan<Key, Long> scan = view.scan(new Key(one, bomb), key -> true);
            while (!(scan.next() instanceof ScanStep.End)) {
              value++;
            }
          }
        }
        return value;
      });
    }
    return block;
  }

  private static @Nullable BlockResult<Key, Long, Long> run(
      BlockExecutor executor, long seed, Bomb bomb) {
    TestStore<Integer> numbers = new TestStore<>();
    for (int key = 0; key < KEYS; key += 2) {
      numbers.put(key, 1_000 + key);
    }
    try {
      return executor.execute(
          block(new Random(seed), bomb),
          new Store(numbers, bomb),
          (index, outcome) -> bomb.pass(Place.LISTENER),
          Cancellation.manual());
    } catch (BlockFailedException e) {
      assertSame(bomb.error, e.getCause(), e.getMessage());
      assertTrue(e.getMessage().contains("injected"), e.getMessage());
      assertEquals(1, bomb.thrown.get());
      return null;
    }
  }

  private static void requireOutcomesOfTransactions(
      BlockResult<Key, Long, Long> result, Bomb bomb) {
    for (Outcome<Long> outcome : result.outcomes()) {
      if (outcome instanceof Outcome.Threw<Long> threw) {
        assertSame(bomb.error, threw.cause());
        assertTrue(
            !(bomb.error instanceof VirtualMachineError)
                || bomb.error instanceof StackOverflowError,
            "an outcome: " + bomb.error);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void whateverIsThrownTheBlockEndsAndTheNextWorks(Place place) {
    List<BlockExecutor> executors = List.of(
        new SequentialExecutor(),
        BlockStm.builder().threads(1).adaptive(false).build(),
        BlockStm.builder().threads(2).adaptive(false).build(),
        BlockStm.builder().threads(6).adaptive(false).build());
    Random random = new Random(place.name().length());
    int ended = 0;
    int thrown = 0;
    for (int round = 0; round < ROUNDS; round++) {
      for (BlockExecutor executor : executors) {
        Throwable error = ERRORS.get(random.nextInt(ERRORS.size()));
        Bomb bomb = new Bomb(place, error, random.nextInt(round % 2 == 0 ? 3 : 200));
        BlockResult<Key, Long, Long> result = run(executor, round, bomb);
        thrown += bomb.thrown.get();
        if (result == null) {
          ended++;
        } else {
          requireOutcomesOfTransactions(result, bomb);
        }
        Bomb none = new Bomb(place, error, Integer.MAX_VALUE);
        BlockResult<Key, Long, Long> next = run(executor, round, none);
        assertNotNull(next);
        assertEquals(TRANSACTIONS, next.outcomes().size());
      }
    }
    assertTrue(ended > 0 && thrown >= ended, ended + " of " + thrown);
    executors.forEach(BlockExecutor::close);
  }

  @Test
  void anErrorOfTheMachineIsNoOutcomeAndAnOverflowOfTheStackIs() {
    List<BlockExecutor> executors = List.of(
        new SequentialExecutor(), BlockStm.builder().threads(3).adaptive(false).build());
    OutOfMemoryError error = new OutOfMemoryError("Java heap space");
    for (BlockExecutor executor : executors) {
      AtomicInteger committed = new AtomicInteger();
      List<TransactionBody<String, Long, Long>> block = List.of(
          view -> {
            throw new StackOverflowError();
          },
          view -> {
            throw error;
          },
          view -> 1L);
      BlockFailedException failed = assertThrows(
          BlockFailedException.class,
          () -> executor.execute(
              block,
              (key, absent) -> absent,
              (index, outcome) -> {
                assertInstanceOf(Outcome.Threw.class, outcome);
                committed.incrementAndGet();
              },
              Cancellation.manual()));
      assertSame(error, failed.getCause());
      assertEquals(
          "The block has no outcome, because transaction 1 ended with java.lang.OutOfMemoryError: Java heap space",
          failed.getMessage());
      assertEquals(1, committed.get());
      executor.close();
    }
  }

  /** A stack that is full where the engine changes its own things leaves them half-changed: no outcome may rest on them. */
  @Test
  void aStackThatOverflowsInsideTheEngineNeverGivesAWrongOutcome() {
    try (BlockStm executor =
        BlockStm.builder().threads(2).adaptive(false).stackSizeBytes(1 << 19).build()) {
      for (int round = 0; round < 20; round++) {
        List<TransactionBody<Integer, Long, Long>> block = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          block.add(view -> {
            try {
              return deeper(view, 0);
            } catch (StackOverflowError e) {
              // How deep it came is luck; what it wrote is undone.
              view.rollbackTo(0);
              return 0L;
            }
          });
        }
        block.add(view -> view.readOr(3, 7L));
        try {
          List<Outcome<Long>> outcomes =
              executor.execute(block, (key, absent) -> absent).outcomes();
          assertEquals(new Outcome.Returned<>(7L), outcomes.get(8));
        } catch (BlockFailedException e) {
          assertTrue(e.getMessage().contains("broken off"), e.getMessage());
        }
      }
    }
  }

  @SuppressWarnings("InfiniteRecursion")
  private static long deeper(TransactionView<Integer, Long> view, int depth) {
    view.write(depth, view.readOr(depth * 31, 1L));
    return deeper(view, depth + 1) + 1;
  }

  @Test
  void aThreadThatCannotBeStartedEndsTheBlockAndIsTriedAgain() {
    for (int failing = 0; failing < 3; failing++) {
      AtomicInteger started = new AtomicInteger();
      int which = failing;
      OutOfMemoryError error = new OutOfMemoryError("unable to create native thread");
      ExecutorThreads threads = new ExecutorThreads(3, body -> {
        if (started.getAndIncrement() == which) {
          throw error;
        }
        return new Thread(body);
      });
      BlockFailedException failed = assertThrows(BlockFailedException.class, () -> count(threads));
      assertSame(error, failed.getCause());
      assertEquals(3, count(threads));
      threads.close();
      assertThrows(IllegalStateException.class, () -> count(threads));
    }
  }

  /** How many threads take part in a piece of work. */
  private static int count(ExecutorThreads threads) {
    AtomicInteger count = new AtomicInteger();
    return threads.lead(Cancellation.manual(), () -> {
      AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();
      threads.run(threads.count(), new ExecutorThreads.Work() {
        @Override
        public void work() {
          count.incrementAndGet();
        }

        @Override
        public void fail(Throwable cause) {
          fault.compareAndSet(null, cause);
        }
      });
      Throwable failed = fault.get();
      if (failed != null) {
        throw BlockFailedException.of(failed);
      }
      return count.get();
    });
  }

  @Test
  void aRealStackTooLargeForTheMachineIsToldAndClosingWorks() {
    try (BlockStm executor =
        BlockStm.builder().threads(2).adaptive(false).stackSizeBytes(1L << 47).build()) {
      BlockFailedException failed = assertThrows(
          BlockFailedException.class,
          () -> executor.execute(
              List.<TransactionBody<String, Long, Long>>of(view -> 1L), (key, absent) -> absent));
      assertInstanceOf(OutOfMemoryError.class, failed.getCause());
    }
  }

  @Test
  void aTransactionThatInterruptsItsThreadBothersNobody() {
    try (BlockStm executor = BlockStm.builder().threads(4).adaptive(false).build()) {
      for (int round = 0; round < 50; round++) {
        List<TransactionBody<String, Long, Long>> block = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
          block.add(view -> {
            Thread.currentThread().interrupt();
            long x = view.readOr("x", 0L);
            view.write("x", x + 1);
            return x;
          });
        }
        assertEquals(
            new Change.Put<>(30L),
            executor.execute(block, (key, absent) -> absent).writes().get("x"));
      }
    }
  }
}
