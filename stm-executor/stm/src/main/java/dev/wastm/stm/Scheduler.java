package dev.wastm.stm;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The paper's collaborative scheduler (arXiv 2203.06871, algorithms 4 and 5) with commits in order: threads take the lowest task there
 * is, from two shared indices that only ever say where to look next.
 *
 * <p>A transaction's state is one word, its incarnation and its status, changed by compare-and-set or by the one thread that owns it, so
 * that no thread ever sees the one without the other:
 *
 * <pre>
 *   READY(i) → EXECUTING(i) → EXECUTED(i) → COMMITTED(i)
 *                    │              └────→ ABORTING(i) → READY(i+1)     a validation failed
 *                    └──────────────────────────────────→ READY(i+1)     it gave up
 * </pre>
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Transactions are committed one at a time, in order; each after a validation that began when all below it were committed. A committed
 *       transaction and its writes never change, so that validation is final. This alone makes the outcome right: the validations that
 *       {@link #nextTask} hands out only find earlier what the commit would find.
 *   <li>Whoever makes a transaction READY lowers {@code executionIndex} to it afterwards. So every READY transaction is found, except one
 *       whose turn has been put off until all below it are committed; the commit of its predecessor lowers the index for that one.
 *   <li>EXECUTING and ABORTING are left by the thread that entered them, and by no other.
 * </ul>
 *
 * <p>Progress: the lowest transaction that is not committed reads only final values. So its next execution is valid, and then it is
 * committed: whoever ends an execution looks for what can be committed. A thread that waits for an execution waits for a lower
 * transaction that another thread is executing, so the lowest of them never waits. A transaction that was aborted {@link
 * #INCARNATIONS_MAX} times is executed again only when all below it are committed, and then for the last time.
 */
final class Scheduler {
  /** Executions on speculation; more of them would be abandoned too, as experience has it. */
  static final int INCARNATIONS_MAX = 12;

  private static final int READY = 0;
  private static final int EXECUTING = 1;
  private static final int EXECUTED = 2;
  private static final int ABORTING = 3;
  private static final int COMMITTED = 4;
  private static final int STATUS_BITS = 3;
  private static final int STATUS_MASK = 7;

  private final int size;

  /** No transaction from here on is begun; what was begun all the same is never committed. Lowered under the lock of this. */
  private volatile int end;

  private final AtomicInteger executionIndex = new AtomicInteger();

  /** At or above {@code executionIndex}, there is nothing to validate; {@code size} where nothing is to be looked at any more. */
  private final AtomicInteger validationIndex;

  /** How many are committed; advanced by the one thread that commits. */
  private volatile int committed;

  private volatile boolean done;

  /** incarnation ‖ status. */
  private final AtomicIntegerArray states;

  private final Gate tasks;
  private final Gate executions;

  /** @param spinsMax how often an idle thread looks again before it sleeps */
  Scheduler(int size, int spinsMax) {
    this.size = size;
    this.end = size;
    this.states = new AtomicIntegerArray(size);
    this.validationIndex = new AtomicInteger(size);
    this.tasks = new Gate(spinsMax);
    this.executions = new Gate(spinsMax);
    this.done = size == 0;
  }

  /** Whether all is committed, or the block was abandoned. */
  boolean isDone() {
    return done;
  }

  int committed() {
    return committed;
  }

  /** Whether all is committed that was to be. */
  boolean isComplete() {
    return committed >= end;
  }

  /**
   * Begins no further transactions: those that are begun come to their end, and what is left over is for another segment.
   *
   * <p>It may be that the last of them is committed before the end is set. Then this finds so, because it looks at the count after setting
   * the end, and a commit looks at the end after advancing the count.
   */
  synchronized void close() {
    if (end < size) {
      return;
    }
    int begun = size;
    while (begun > committed + 1 && states.get(begun - 1) == state(0, READY)) {
      begun--;
    }
    end = Math.min(end, begun);
    if (isComplete()) {
      abandon();
    }
  }

  /** Ends the block at once, where it cannot go on. */
  void abandon() {
    done = true;
    tasks.changed();
    executions.changed();
  }

  /** The lowest task there is, or {@link Task#NONE}. */
  long nextTask() {
    while (!done) {
      int toValidate = validationIndex.get();
      int toExecute = executionIndex.get();
      int end = this.end;
      if (toValidate < Math.min(toExecute, end)) {
        long task = claimValidation(validationIndex.getAndIncrement());
        if (task != Task.NONE) {
          return task;
        }
      } else {
        if (toValidate < size) {
          validationIndex.compareAndSet(toValidate, size);
        }
        if (toExecute >= end) {
          return Task.NONE;
        }
        long task = claimExecution(executionIndex.getAndIncrement());
        if (task != Task.NONE) {
          return task;
        }
      }
    }
    return Task.NONE;
  }

  private long claimValidation(int transaction) {
    if (transaction < size) {
      int state = states.get(transaction);
      if (status(state) == EXECUTED) {
        return Task.validation(transaction, incarnation(state));
      }
    }
    return Task.NONE;
  }

  private long claimExecution(int transaction) {
    if (transaction < end) {
      int state = states.get(transaction);
      if (status(state) == READY
          && !isPutOff(transaction, incarnation(state))
          && states.compareAndSet(transaction, state, state(incarnation(state), EXECUTING))) {
        return Task.execution(transaction, incarnation(state));
      }
    }
    return Task.NONE;
  }

  private boolean isPutOff(int transaction, int incarnation) {
    return incarnation >= INCARNATIONS_MAX && committed < transaction;
  }

  /** Sleeps until there may be a task, or all is done. */
  void awaitTask() {
    tasks.await(this::mayHaveTask);
  }

  /** Whether {@link #nextTask} is worth a call. */
  boolean mayHaveTask() {
    int end = this.end;
    int toExecute = Math.min(executionIndex.get(), end);
    return done || toExecute < end || validationIndex.get() < toExecute;
  }

  /**
   * Waits while another thread executes a lower transaction, so that what the waiting transaction has done so far is not lost.
   *
   * @return whether it is executed now; false where nobody is executing it
   */
  boolean awaitExecution(int blocking) {
    if (isUnderWay(blocking)) {
      executions.await(() -> done || !isUnderWay(blocking));
    }
    return isExecuted(blocking);
  }

  boolean isExecuted(int transaction) {
    int status = status(states.get(transaction));
    return status == EXECUTED || status == COMMITTED;
  }

  boolean isUnderWay(int transaction) {
    int status = status(states.get(transaction));
    return status == EXECUTING || status == ABORTING;
  }

  /**
   * Gives up an execution until a lower transaction has been executed.
   *
   * @param blocking the lower transaction, {@link SpeculationAborted#BY_NONE} or {@link SpeculationAborted#PUT_OFF}
   */
  void giveUp(long execution, int blocking) {
    int transaction = Task.transaction(execution);
    int incarnation = Task.incarnation(execution) + 1;
    int lowest = transaction;
    if (blocking == SpeculationAborted.PUT_OFF) {
      incarnation = Math.max(incarnation, INCARNATIONS_MAX);
    } else if (blocking != SpeculationAborted.BY_NONE) {
      int state = states.get(blocking);
      if (status(state) == READY && isPutOff(blocking, incarnation(state))) {
        // Who waits for one that is put off must be put off too, or it would be tried again and
        // again meanwhile.
        incarnation = Math.max(incarnation, INCARNATIONS_MAX);
      }
      lowest = blocking;
    }
    makeReady(transaction, incarnation);
    lower(executionIndex, lowest);
  }

  /**
   * Ends an execution whose reads and writes are published.
   *
   * @param hasReaders whether a higher transaction may have read what this one replaced
   */
  void finishExecution(long execution, boolean hasReaders) {
    int transaction = Task.transaction(execution);
    states.set(transaction, state(Task.incarnation(execution), EXECUTED));
    executions.changed();
    if (hasReaders) {
      revalidateAbove(transaction);
    }
  }

  private void revalidateAbove(int transaction) {
    if (transaction + 1 < executionIndex.get()) {
      lower(validationIndex, transaction + 1);
    }
  }

  /** Claims the right to abort an incarnation whose validation failed; at most one thread gets it. */
  boolean tryAbort(int transaction, int incarnation) {
    return states.compareAndSet(
        transaction, state(incarnation, EXECUTED), state(incarnation, ABORTING));
  }

  /**
   * Ends an abort, after the writes were marked as estimates.
   *
   * @return the next task of this thread: the next incarnation, where nobody else has taken it
   */
  long finishAbort(int transaction) {
    makeReady(transaction, incarnation(states.get(transaction)) + 1);
    revalidateAbove(transaction);
    long next = claimExecution(transaction);
    if (next == Task.NONE) {
      lower(executionIndex, transaction);
    }
    return next;
  }

  private void makeReady(int transaction, int incarnation) {
    states.set(transaction, state(incarnation, READY));
    executions.changed();
  }

  private void lower(AtomicInteger index, int to) {
    if (index.get() > to) {
      index.accumulateAndGet(to, Math::min);
    }
    tasks.changed();
  }

  /** Whether the lowest transaction that is not committed is executed. */
  boolean canCommit() {
    int next = committed;
    return !done && next < end && status(states.get(next)) == EXECUTED;
  }

  /** The incarnation of a transaction that is executed. */
  int incarnationOf(int transaction) {
    return incarnation(states.get(transaction));
  }

  /**
   * Claims the right to commit the lowest transaction that is not committed; for the one thread that commits, after it has validated it.
   *
   * @return whether it was not aborted meanwhile
   */
  boolean tryCommit(int transaction, int incarnation) {
    EngineFault.unless(transaction == committed, "Transactions are committed in order.");
    return states.compareAndSet(
        transaction, state(incarnation, EXECUTED), state(incarnation, COMMITTED));
  }

  /** Ends a commit, after the transaction's writes were settled: it is the turn of the next one. */
  void advance(int transaction) {
    int next = transaction + 1;
    committed = next;
    if (isComplete()) {
      abandon();
    } else if (incarnation(states.get(next)) >= INCARNATIONS_MAX) {
      lower(executionIndex, next);
    }
  }

  private static int state(int incarnation, int status) {
    return incarnation << STATUS_BITS | status;
  }

  private static int incarnation(int state) {
    return state >>> STATUS_BITS;
  }

  private static int status(int state) {
    return state & STATUS_MASK;
  }
}
