package dev.wastm.stm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whichever worker takes the next step, what comes out is what comes out of sequential execution. */
class StepwiseExecutionTest {
  private static final int SCHEDULES = 200;
  private static final int STEPS_MAX = 100_000;
  private static final int SIZE = 60;

  /** Increments of few keys, so that workers get in each other's way; some throw. */
  private static List<TransactionBody<Integer, Long, Long>> block() {
    Random random = new Random(7);
    List<TransactionBody<Integer, Long, Long>> block = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      int from = random.nextInt(5);
      int to = random.nextInt(5);
      block.add(view -> {
        long value = view.readOr(from, 0L);
        view.write(to, value + 1);
        if (value % 7 == 6) {
          throw new IllegalArgumentException("seven");
        }
        return value;
      });
    }
    return block;
  }

  private static StepwiseExecution<Integer, Long, Long> begin() {
    return new StepwiseExecution<>(block(), (key, absent) -> absent);
  }

  private static void step(
      StepwiseExecution<Integer, Long, Long> execution,
      StepwiseExecution<Integer, Long, Long>.Worker worker) {
    switch (worker.next()) {
      case TAKE -> {
        if (execution.canCommit()) {
          int unused = worker.commit();
        } else {
          worker.take();
        }
      }
      case EXECUTE -> worker.execute();
      case PUBLISH -> worker.publish();
      case VALIDATE -> worker.validate();
    }
  }

  private static List<String> shown(BlockResult<Integer, Long, Long> result) {
    return Stream.concat(
            result.outcomes().stream().map(String::valueOf),
            result.writes().entrySet().stream().map(String::valueOf).sorted())
        .toList();
  }

  @Test
  void everyScheduleGivesTheSequentialOutcome() {
    List<String> expected;
    try (SequentialExecutor sequential = new SequentialExecutor()) {
      expected = shown(sequential.execute(block(), (key, absent) -> absent));
    }
    long aborts = 0;
    for (int seed = 0; seed < SCHEDULES; seed++) {
      Random random = new Random(seed);
      StepwiseExecution<Integer, Long, Long> execution = begin();
      var workers = Stream.generate(execution::newWorker).limit(1 + seed % 6).toList();
      for (int steps = 0; !execution.isDone(); steps++) {
        assertTrue(steps < STEPS_MAX, "no end with the seed " + seed);
        var able = workers.stream().filter(worker -> worker.mayGoOn()).toList();
        step(execution, able.get(random.nextInt(able.size())));
      }
      BlockResult<Integer, Long, Long> result = execution.finish(workers);
      assertEquals(expected, shown(result), "seed " + seed);
      aborts += result.statistics().aborts();
    }
    assertTrue(aborts > 0, "no schedule had a conflict");
  }

  @Test
  void aWorkerThatReadsAnEstimateUnderWayIsBlockedUntilItIsPublished() {
    TransactionBody<Integer, Long, Long> increment = view -> {
      long value = view.readOr(1, 0L);
      view.write(1, value + 1);
      return value;
    };
    StepwiseExecution<Integer, Long, Long> execution =
        new StepwiseExecution<>(List.of(increment, increment, increment), (key, absent) -> absent);
    var workers = Stream.generate(execution::newWorker).limit(3).toList();
    var early = workers.get(0);
    var middle = workers.get(1);
    var late = workers.get(2);
    // All three read nothing and write 1; the middle one has to be executed once more, and its
    // write is an estimate meanwhile.
    workers.forEach(worker -> worker.take());
    workers.forEach(worker -> worker.execute());
    workers.forEach(worker -> worker.publish());
    assertEquals(1, early.commit());
    assertEquals(StepwiseExecution.Step.EXECUTE, early.next());
    late.take();
    while (late.next() == StepwiseExecution.Step.VALIDATE) {
      late.validate();
      if (late.next() == StepwiseExecution.Step.TAKE) {
        late.take();
      }
    }
    assertEquals(StepwiseExecution.Step.EXECUTE, late.next());
    late.execute();
    assertTrue(late.isBlocked());
    assertFalse(late.mayGoOn());
    early.execute();
    early.publish();
    assertFalse(late.isBlocked());
    late.execute();
    late.publish();
    assertEquals(2, middle.commit());
    assertEquals(
        List.of(new Outcome.Returned<>(0L), new Outcome.Returned<>(1L), new Outcome.Returned<>(2L)),
        execution.finish(workers).outcomes());
  }

  @Test
  void refusesStepsThatAreNotNext() {
    StepwiseExecution<Integer, Long, Long> execution = begin();
    var worker = execution.newWorker();
    assertThrows(IllegalStateException.class, worker::execute);
    assertThrows(IllegalStateException.class, worker::publish);
    assertThrows(IllegalStateException.class, worker::validate);
    assertThrows(IllegalStateException.class, () -> execution.finish(List.of(worker)));
    worker.take();
    assertThrows(IllegalStateException.class, worker::take);
    assertThrows(IllegalStateException.class, worker::commit);
  }
}
