package dev.wastm.stm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Scheduler, memory and commit as they are, on two and three real threads, under Lincheck's model checker, which plays every switch between them. */
@Tag("model")
class SchedulerLincheckTest {
  private static final int INVOCATIONS = 120;

  @Test
  void threeIncrementsOnTwoThreads() {
    Lincheck.runConcurrentTest(INVOCATIONS, () -> run(2));
  }

  @Test
  void threeIncrementsOnThreeThreads() {
    Lincheck.runConcurrentTest(INVOCATIONS / 2, () -> run(3));
  }

  private static void run(int threads) {
    List<TransactionBody<String, Long, Long>> transactions = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      transactions.add(view -> {
        long value = view.readOr("a", 0L);
        view.write("a", value + 1);
        return value;
      });
    }
    Block<String, Long, Long> block = new Block<>(
        transactions, (key, absent) -> absent, (index, outcome) -> {}, Cancellation.manual());
    ParallelSegment<String, Long, Long> segment = new ParallelSegment<>(block, 3, 0, false);
    List<Thread> helpers = new ArrayList<>();
    for (int i = 1; i < threads; i++) {
      Thread helper = new Thread(segment::work);
      helpers.add(helper);
      helper.start();
    }
    segment.work();
    for (Thread helper : helpers) {
      try {
        helper.join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    segment.finish();
    assertEquals(
        List.of(new Outcome.Returned<>(0L), new Outcome.Returned<>(1L), new Outcome.Returned<>(2L)),
        block.result().outcomes());
  }
}
