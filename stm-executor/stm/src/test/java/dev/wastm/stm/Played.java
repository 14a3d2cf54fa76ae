package dev.wastm.stm;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run of a block by played threads: which of them makes the next step is read from a list of choices, and added to it beyond its end. */
final class Played {
  /** A choice is kept with the number of threads that could have been chosen. */
  static final int ALTERNATIVES_SHIFT = 8;

  static final int CHOICE_MASK = 0xff;

  private final Block<String, Long, Long> block;
  private final ParallelSegment<String, Long, Long> segment;
  private final List<PlayedThread> threads = new ArrayList<>();
  private final List<Integer> choices;
  private boolean validates = true;
  private int made;

  Played(List<TransactionBody<String, Long, Long>> transactions, int count, List<Integer> choices) {
    this.block = block(transactions);
    this.segment = new ParallelSegment<>(block, transactions.size(), 0, true);
    this.choices = choices;
    for (int i = 0; i < count; i++) {
      threads.add(new PlayedThread());
    }
  }

  static Played sequential(List<TransactionBody<String, Long, Long>> transactions) {
    Played played = new Played(transactions, 0, new ArrayList<>());
    SequentialSegment.run(played.block, transactions.size());
    return played;
  }

  private static Block<String, Long, Long> block(
      List<TransactionBody<String, Long, Long>> transactions) {
    TestStore<String> store = new TestStore<>();
    store.put("a", 40);
    return new Block<>(transactions, store, (index, outcome) -> {}, Cancellation.manual());
  }

  /** Commits what was executed as it is: an engine with a known fault. */
  Played withoutValidation() {
    validates = false;
    return this;
  }

  void run(int stepsMax) {
    while (!segment.scheduler().isDone()) {
      List<PlayedThread> able = threads.stream().filter(PlayedThread::canStep).toList();
      if (able.isEmpty() || made == stepsMax) {
        throw new AssertionError("No thread gets on after the steps " + choices);
      }
      able.get(choice(able.size())).step();
    }
    segment.finish();
  }

  private int choice(int alternatives) {
    if (made == choices.size()) {
      choices.add(alternatives << ALTERNATIVES_SHIFT);
    }
    return choices.get(made++) & CHOICE_MASK;
  }

  String outcome() {
    BlockResult<String, Long, Long> result = block.result();
    return result.outcomes() + " " + new java.util.TreeMap<>(result.writes());
  }

  private final class PlayedThread {
    private final TaskRunner<String, Long, Long> runner =
        new TaskRunner<>(segment, this::isExecuted);
    private long task = Task.NONE;
    private @Nullable Outcome<Long> executed;

    private boolean isExecuted(int transaction) {
      return segment.scheduler().isExecuted(transaction);
    }

    boolean canStep() {
      return task != Task.NONE
          || segment.scheduler().mayHaveTask()
          || segment.scheduler().canCommit();
    }

    void step() {
      Outcome<Long> outcome = executed;
      if (outcome != null) {
        runner.publish(task, outcome);
        executed = null;
        task = Task.NONE;
      } else if (task != Task.NONE && Task.isExecution(task)) {
        executed = runner.execute(task);
        task = executed == null ? Task.NONE : task;
      } else if (task != Task.NONE) {
        task = runner.run(task);
      } else if (segment.scheduler().canCommit()) {
        task = commit();
      } else {
        task = segment.scheduler().nextTask();
      }
    }

    private long commit() {
      if (validates) {
        return runner.commitAll();
      }
      Scheduler scheduler = segment.scheduler();
      int next = scheduler.committed();
      scheduler.tryCommit(next, scheduler.incarnationOf(next));
      segment.commit(next, runner.kept());
      return Task.NONE;
    }
  }
}
