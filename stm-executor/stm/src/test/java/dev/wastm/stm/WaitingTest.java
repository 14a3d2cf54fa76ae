package dev.wastm.stm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two faults that other engines had around transactions that wait for lower ones. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("integration")
class WaitingTest {
  private static final int LOWER = 3;

  private static void record(
      MultiVersionMemory<Integer, Long> memory, int transaction, Object... contents) {
    AccessLog<Integer, Long> log = new AccessLog<>();
    for (int key = 0; key < contents.length; key++) {
      if (contents[key] != Mark.REMOVED) {
        log.write(log.add(key), contents[key]);
      }
    }
    memory.record(transaction, log, List.of(), new KeptReads());
  }

  /**
   * A waiting transaction that depends on several lower ones, and is woken by one of them. Engines that keep a list of dependents, and
   * count the dependencies or forget the others when the first is over, go on too early or sleep for ever. Here a reader waits for one
   * transaction at a time, sleeps until that very one is not under way, and then looks for the next estimate. Guard: the condition in
   * {@code Gate.sleep} is looked at after each wake-up, and {@code SpeculativeView.readShared} repeats the read; with either gone, the
   * reader below reads what is not there yet, or gives up.
   */
  @Test
  void whoWaitsForSeveralIsNotHeldUpAndNotLetGoByOneOfThem() throws Exception {
    ExecutorService reader = Executors.newSingleThreadExecutor();
    try {
      for (int[] order : new int[][] {{0, 1, 2}, {2, 1, 0}, {1, 2, 0}, {0, 2, 1}, {2, 0, 1}}) {
        Scheduler scheduler = new Scheduler(LOWER + 1, 0);
        MultiVersionMemory<Integer, Long> memory =
            new MultiVersionMemory<>(LOWER + 1, new CommittedOverlay<>((key, absent) -> absent));
        long[] executions = new long[LOWER];
        for (int i = 0; i < LOWER; i++) {
          executions[i] = scheduler.nextTask();
        }
        for (int i = 0; i < LOWER; i++) {
          record(memory, i, 1L);
          scheduler.finishExecution(executions[i], false);
          assertTrue(scheduler.tryAbort(i, 0));
          memory.convertWritesToEstimates(i);
          executions[i] = scheduler.finishAbort(i);
          assertTrue(Task.isExecution(executions[i]), "its next execution is this thread's");
        }
        SpeculativeView<Integer, Long> view = new SpeculativeView<>(
            memory, scheduler, 0, scheduler::awaitExecution, Cancellation.manual());
        view.begin(LOWER);
        Future<Long> read = reader.submit(() -> view.readOr(0, -1L));
        for (int i : order) {
          Thread.sleep(5);
          assertFalse(read.isDone(), "it went on before transaction 2, or those above, were over");
          // Only the lowest writes again: so the reader has to come by all of them.
          record(memory, i, i == 0 ? 7L : Mark.REMOVED);
          scheduler.finishExecution(executions[i], true);
        }
        assertEquals(7L, read.get(20, TimeUnit.SECONDS));
      }
    } finally {
      reader.shutdownNow();
    }
  }

  /**
   * A wake-up for a dependency that is already gone: it is executed between the check and the wait, its wake-up finds nobody, and the
   * reader sleeps for ever. Guard: {@code Gate.sleep} counts the sleeper before it looks at the condition for the last time, and under the
   * lock that {@code changed} takes; MutationsIT moves the count behind the look. Here every switch between the two is played.
   */
  @Test
  void whoLooksWhileTheOtherEndsIsWoken() {
    Lincheck.runConcurrentTest(400, () -> {
      Scheduler scheduler = new Scheduler(2, 0);
      long execution = scheduler.nextTask();
      Thread other = new Thread(() -> scheduler.finishExecution(execution, false));
      other.start();
      assertTrue(scheduler.awaitExecution(0));
      join(other);
    });
  }

  /** The same for one that gives up instead of coming to its end, and for a block that is abandoned because a thread has died. */
  @Test
  void whoLooksWhileTheOtherGivesUpOrDiesIsWoken() {
    Lincheck.runConcurrentTest(200, () -> {
      Scheduler scheduler = new Scheduler(2, 0);
      long execution = scheduler.nextTask();
      Thread other = new Thread(() -> scheduler.giveUp(execution, SpeculationAborted.BY_NONE));
      other.start();
      assertFalse(scheduler.awaitExecution(0));
      join(other);
    });
    Lincheck.runConcurrentTest(200, () -> {
      Scheduler scheduler = new Scheduler(2, 0);
      scheduler.nextTask();
      Thread other = new Thread(scheduler::abandon);
      other.start();
      assertFalse(scheduler.awaitExecution(0));
      join(other);
    });
  }

  private static void join(Thread other) {
    try {
      other.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Four threads on two processors, and a chain of transactions that all wait for the one before: thousands of sleeps and wake-ups. */
  @Test
  void chainsOfWaitingTransactionsComeToTheirEnd() {
    try (BlockStm executor = BlockStm.builder().threads(4).adaptive(false).build()) {
      AtomicInteger executions = new AtomicInteger();
      for (int round = 0; round < 100; round++) {
        List<TransactionBody<Integer, Long, Long>> block = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
          int index = i;
          block.add(view -> {
            executions.incrementAndGet();
            long sum = 0;
            for (int lower = Math.max(0, index - LOWER); lower < index; lower++) {
              sum += view.readOr(lower, 1L);
            }
            view.write(index, sum);
            return sum;
          });
        }
        assertEquals(
            60, executor.execute(block, (key, absent) -> absent).outcomes().size());
      }
      assertTrue(executions.get() >= 6_000);
    }
  }
}
