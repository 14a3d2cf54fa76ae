package dev.wastm.stm;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** One thread's part in a parallel segment: it runs tasks, and keeps its own counts. Confined to its thread until the segment is over. */
final class TaskRunner<K, V, R> {
  /** Publications between two looks at the size of the memory. */
  private static final int PUBLISHED_PER_LOOK = 64;

  /** A transaction with more reads than this is followed by a look of its own. */
  private static final int READS_MANY = 4_096;

  /** So many conflicts tell where the contention is; the rest is only counted. */
  private static final int CONFLICTS_KEPT_MAX = 10_000;

  private final ParallelSegment<K, V, R> segment;
  private final SpeculativeView<K, V> view;
  private final List<Conflict<K>> conflicts = new ArrayList<>();
  private long executions;
  private long validations;
  private long aborts;
  private int published;
  private final KeptReads kept = new KeptReads();

  /** @param waiting how it waits for a lower transaction that it reads from; answers whether that one is executed then */
  TaskRunner(ParallelSegment<K, V, R> segment, IntPredicate waiting) {
    this.segment = segment;
    this.view = new SpeculativeView<>(
        segment.memory(), segment.scheduler(), segment.offset(), waiting, segment.cancellation());
  }

  /**
   * Runs a task to its end.
   *
   * @return the next one, where it is clear already; else {@link Task#NONE}
   */
  long run(long task) {
    if (Task.isExecution(task)) {
      Outcome<R> outcome = execute(task);
      if (outcome != null) {
        publish(task, outcome);
      }
      return Task.NONE;
    }
    return validate(task);
  }

  /**
   * Executes a transaction, and publishes nothing.
   *
   * @return null where it gave up
   */
  @Nullable
  Outcome<R> execute(long task) {
    int transaction = Task.transaction(task);
    executions++;
    view.begin(transaction);
    try {
      return new Outcome.Returned<>(segment.transaction(transaction).execute(view));
    } catch (SpeculationAborted e) {
      aborts++;
      segment.scheduler().giveUp(task, e.blockingIndex());
      return null;
    } catch (EngineFault e) {
      throw e;
    } catch (Throwable e) {
      view.requireIntact(e);
      view.rollbackTo(0);
      return new Outcome.Threw<>(e);
    }
  }

  /** Publishes what the transaction that was executed last has read, written and returned. */
  void publish(long task, Outcome<R> outcome) {
    view.requireIntact(null);
    int transaction = Task.transaction(task);
    segment.setOutcome(transaction, outcome);
    boolean hasReaders = segment.memory().record(transaction, view.log(), view.scans(), kept);
    segment.scheduler().finishExecution(task, hasReaders);
    lookAtMemory();
  }

  private void lookAtMemory() {
    if (++published % PUBLISHED_PER_LOOK == 0 || view.log().size() > READS_MANY) {
      if (segment.memory().isLarge(kept)) {
        segment.scheduler().close();
      }
    }
  }

  private long validate(long task) {
    validations++;
    int transaction = Task.transaction(task);
    VersionChain<K, V> at = segment.memory().findConflict(transaction);
    return at == null ? Task.NONE : abort(transaction, Task.incarnation(task), at);
  }

  /**
   * Aborts an incarnation, where no other thread has done so.
   *
   * @return its next execution, where this thread is to run it
   */
  private long abort(int transaction, int incarnation, VersionChain<K, V> at) {
    if (!segment.scheduler().tryAbort(transaction, incarnation)) {
      return Task.NONE;
    }
    aborts++;
    if (segment.keepsConflicts() && conflicts.size() < CONFLICTS_KEPT_MAX) {
      conflicts.add(new Conflict<>(
          segment.offset() + transaction,
          segment.offset() + at.highestWriterBelow(transaction),
          at.key()));
    }
    segment.memory().convertWritesToEstimates(transaction);
    return segment.scheduler().finishAbort(transaction);
  }

  /**
   * Commits all that can be committed. For one thread at a time.
   *
   * @return an execution that this thread is to run, where the next transaction had to be aborted
   */
  long commitAll() {
    Scheduler scheduler = segment.scheduler();
    while (scheduler.canCommit()) {
      if (segment.cancellation().isCancelled()) {
        scheduler.abandon();
        return Task.NONE;
      }
      int transaction = scheduler.committed();
      int incarnation = scheduler.incarnationOf(transaction);
      validations++;
      VersionChain<K, V> at = segment.memory().findFinalConflict(transaction);
      if (at != null) {
        return abort(transaction, incarnation, at);
      } else if (scheduler.tryCommit(transaction, incarnation)) {
        segment.commit(transaction, kept);
      }
    }
    return Task.NONE;
  }

  KeptReads kept() {
    return kept;
  }

  Statistics statistics() {
    return new Statistics(executions, validations, aborts, 0);
  }

  List<Conflict<K>> conflicts() {
    return conflicts;
  }
}
