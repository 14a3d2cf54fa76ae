package dev.wastm.stm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What transactions, stores and listeners may do to the engine, and what must come of it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ContainmentTest {
  private static final int TRANSACTIONS = 400;

  private final BlockStm executor =
      BlockStm.builder().threads(4).adaptive(false).stackSizeBytes(1 << 20).build();

  @AfterEach
  void everyThreadEnds() {
    executor.close();
  }

  /** Keeps x + y = 0, which only an inconsistent read can find broken. */
  private static TransactionBody<String, Long, String> balanced(Runnable whereInconsistent) {
    return view -> {
      long x = view.readOr("x", 0L);
      LockSupport.parkNanos(1);
      long y = view.readOr("y", 0L);
      if (x + y != 0) {
        whereInconsistent.run();
      }
      view.write("x", x + 1);
      LockSupport.parkNanos(1);
      view.write("y", y - 1);
      return "ok";
    };
  }

  private void runBalanced(Runnable whereInconsistent) {
    List<TransactionBody<String, Long, String>> block = new ArrayList<>();
    for (int i = 0; i < TRANSACTIONS; i++) {
      block.add(balanced(whereInconsistent));
    }
    BlockResult<String, Long, String> result = executor.execute(block, (key, absent) -> absent);
    assertEquals(
        List.of(new Outcome.Returned<>("ok")),
        result.outcomes().stream().distinct().toList());
    assertEquals(new Change.Put<>((long) TRANSACTIONS), result.writes().get("x"));
  }

  @Test
  void whatOnlyInconsistentReadsCauseIsNeverAnOutcome() {
    runBalanced(() -> {
      throw new IllegalStateException("inconsistent");
    });
    runBalanced(ContainmentTest::overflowTheStack);
    runBalanced(() -> {
      throw new OutOfMemoryError("as a huge allocation would");
    });
  }

  @SuppressWarnings("InfiniteRecursion")
  private static void overflowTheStack() {
    overflowTheStack();
  }

  @Test
  void aLoopThatOnlyInconsistentReadsMakeEndlessEnds() throws Exception {
    // The second transaction reads before the first has written, and then loops until it sees what
    // it never will.
    CountDownLatch hasRead = new CountDownLatch(1);
    AtomicInteger rounds = new AtomicInteger();
    TransactionBody<String, Long, String> first = view -> {
      try {
        assertTrue(hasRead.await(30, TimeUnit.SECONDS));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      view.write("x", 1L);
      return "first";
    };
    TransactionBody<String, Long, String> second = view -> {
      while (view.readOr("x", 0L) == 0) {
        hasRead.countDown();
        rounds.incrementAndGet();
      }
      return "second";
    };
    BlockResult<String, Long, String> result =
        executor.execute(List.of(first, second), (key, absent) -> absent);
    assertEquals(new Outcome.Returned<>("second"), result.outcomes().get(1));
    assertTrue(rounds.get() > 0);
  }

  @Test
  void whatATransactionThrowsAtItsFinalExecutionIsItsOutcome() {
    IllegalStateException thrown = new IllegalStateException("mine");
    List<TransactionBody<String, Long, Long>> block = List.of(
        view -> {
          view.write("x", 1L);
          throw thrown;
        },
        view -> view.readOr("x", 0L),
        view -> {
          throw new StackOverflowError();
        });
    BlockResult<String, Long, Long> result = executor.execute(block, (key, absent) -> absent);
    assertSame(
        thrown, assertInstanceOf(Outcome.Threw.class, result.outcomes().get(0)).cause());
    assertEquals(new Outcome.Returned<>(0L), result.outcomes().get(1));
    assertInstanceOf(
        StackOverflowError.class,
        assertInstanceOf(Outcome.Threw.class, result.outcomes().get(2)).cause());
    assertTrue(result.writes().isEmpty());
  }

  @Test
  void aStoreOrAListenerThatFailsEndsTheBlockAloud() {
    List<TransactionBody<String, Long, Long>> block =
        List.of(view -> view.readOr("x", 0L), view -> 1L);
    IllegalStateException listener = assertThrows(
        IllegalStateException.class,
        () -> executor.execute(
            block,
            (key, absent) -> absent,
            (index, outcome) -> {
              throw new IllegalArgumentException("the listener's own");
            },
            Cancellation.manual()));
    assertTrue(listener.getMessage().contains("the listener's own"), listener.getMessage());
    Outcome<Long> store = executor
        .execute(block, (String key, Long absent) -> {
          throw new IllegalArgumentException("the store's own");
        })
        .outcomes()
        .get(0);
    assertEquals(
        "the store's own", assertInstanceOf(Outcome.Threw.class, store).cause().getMessage());
  }

  @Test
  void aBlockCanBeCancelledAtEveryPoint() {
    for (int at = 0; at < 60; at++) {
      int last = at;
      Cancellation cancellation = Cancellation.manual();
      List<Integer> committed = new ArrayList<>();
      List<TransactionBody<String, Long, Long>> block = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        block.add(view -> {
          long x = view.readOr("x", 0L);
          view.write("x", x + 1);
          return x;
        });
      }
      BlockCancelledException cancelled = assertThrows(
          BlockCancelledException.class,
          () -> executor.execute(
              block,
              (key, absent) -> absent,
              (index, outcome) -> {
                committed.add(index);
                if (index == last) {
                  cancellation.cancel();
                }
              },
              cancellation));
      assertEquals(committed.size(), cancelled.committed());
      assertTrue(committed.size() > last);
    }
  }

  @Test
  void timeRunsOutEvenForATransactionThatNeverEnds() {
    List<TransactionBody<String, Long, Long>> block = List.of(view -> {
      while (view.readOr("x", 0L) == 0) {
        Thread.onSpinWait();
      }
      return 1L;
    });
    try (SequentialExecutor sequential = new SequentialExecutor()) {
      for (BlockExecutor each : List.of(executor, sequential)) {
        assertThrows(
            BlockCancelledException.class,
            () -> each.execute(
                block,
                (key, absent) -> absent,
                (index, outcome) -> {},
                Cancellation.after(Duration.ofMillis(50))));
      }
    }
  }

  @Test
  void anInterruptedCallerLeavesNothingRunning() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    Thread caller = new Thread(() -> assertThrows(
        BlockCancelledException.class,
        () -> executor.execute(
            List.<TransactionBody<String, Long, Long>>of(view -> {
              started.countDown();
              while (view.readOr("x", 0L) == 0) {
                Thread.onSpinWait();
              }
              return 1L;
            }),
            (key, absent) -> absent)));
    caller.start();
    assertTrue(started.await(10, TimeUnit.SECONDS));
    caller.interrupt();
    caller.join(10_000);
    assertFalse(caller.isAlive());
  }

  @Test
  void idleThreadsSleep() {
    TransactionBody<String, Long, Long> slow = view -> {
      try {
        Thread.sleep(300);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      return 1L;
    };
    long cpuBeforeNs = cpuNs();
    executor.execute(List.of(slow), (key, absent) -> absent);
    long usedNs = cpuNs() - cpuBeforeNs;
    assertTrue(usedNs < 150_000_000, "four threads used " + usedNs + " ns of CPU to wait 300 ms");
  }

  private static long cpuNs() {
    java.lang.management.ThreadMXBean threads =
        java.lang.management.ManagementFactory.getThreadMXBean();
    long sum = 0;
    for (long id : threads.getAllThreadIds()) {
      var info = threads.getThreadInfo(id);
      if (info != null && info.getThreadName().startsWith("block-stm")) {
        sum += Math.max(0, threads.getThreadCpuTime(id));
      }
    }
    return sum;
  }
}
