package dev.wastm.stm;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The paper's collaborative scheduler (arXiv 2203.06871, algorithms 4 and 5): threads take the lowest task there is, executions and
 * validations alike, from two shared counters that only ever say where to look next.
 *
 * <p>A transaction's state is one word, its incarnation and its status, changed by compare-and-set, so that no thread ever sees the one
 * without the other:
 *
 * <pre>
 *   READY(i) → EXECUTING(i) → EXECUTED(i) → ABORTING(i) → READY(i+1)     a validation failed
 *                    └──────────────────→ ABORTING(i) → READY(i+1)     a read met an ESTIMATE
 * </pre>
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>{@code numActiveTasks} is raised before a counter is advanced to claim a task, and lowered after the counters have been lowered for
 *       what the task makes necessary. So while it is zero, with both counters at the end and {@code decreaseCount} unchanged meanwhile,
 *       nothing can lower a counter any more: the block is done.
 *   <li>A transaction waits in the dependency list of at most one other, which is lower and not EXECUTED. The list and the change to
 *       EXECUTED are under one lock, so no one is added after the list was taken; each incarnation's list is emptied when it ends.
 *   <li>Whoever changes EXECUTED to ABORTING is alone in doing so, and makes it READY again.
 * </ul>
 *
 * <p>Progress: the lowest transaction that is not yet EXECUTED for good reads only final versions, so its execution ends, is validated,
 * and is never aborted again. A thread that waits for an execution waits for a lower transaction that some thread is executing right now.
 */
final class Scheduler {
  private static final int READY = 0;
  private static final int EXECUTING = 1;
  private static final int EXECUTED = 2;
  private static final int ABORTING = 3;
  private static final int STATUS_BITS = 2;
  private static final int STATUS_MASK = 3;

  private final int size;
  private final AtomicInteger executionIndex = new AtomicInteger();
  private final AtomicInteger validationIndex = new AtomicInteger();
  private final AtomicInteger decreaseCount = new AtomicInteger();
  private final AtomicInteger numActiveTasks = new AtomicInteger();
  private volatile boolean done;

  /** incarnation ‖ status. */
  private final AtomicIntegerArray states;

  private final Dependents[] dependents;

  Scheduler(int size) {
    this.size = size;
    this.states = new AtomicIntegerArray(size);
    this.dependents = new Dependents[size];
    for (int i = 0; i < size; i++) {
      dependents[i] = new Dependents();
    }
    this.done = size == 0;
  }

  /** The transactions that wait for one transaction, and its lock. */
  private static final class Dependents {
    @GuardedBy("this")
    private List<Integer> waiting = List.of();

    /** Threads that sit in {@link #awaitExecution}. */
    @GuardedBy("this")
    private int parked;
  }

  boolean isDone() {
    return done;
  }

  /** Ends the block at once, where it cannot go on. */
  void abandon() {
    done = true;
    for (Dependents each : dependents) {
      synchronized (each) {
        each.notifyAll();
      }
    }
  }

  Task nextTask() {
    if (validationIndex.get() < executionIndex.get()) {
      return nextToValidate();
    }
    return nextToExecute();
  }

  private Task nextToExecute() {
    if (executionIndex.get() >= size) {
      checkDone();
      return Task.None.NONE;
    }
    numActiveTasks.incrementAndGet();
    return claimExecution(executionIndex.getAndIncrement());
  }

  /** Turns an already counted task into an execution, or uncounts it. */
  private Task claimExecution(int transaction) {
    if (transaction < size) {
      int state = states.get(transaction);
      if (status(state) == READY
          && states.compareAndSet(transaction, state, state(incarnation(state), EXECUTING))) {
        return new Task.Execute(transaction, incarnation(state));
      }
    }
    numActiveTasks.decrementAndGet();
    return Task.None.NONE;
  }

  private Task nextToValidate() {
    if (validationIndex.get() >= size) {
      checkDone();
      return Task.None.NONE;
    }
    numActiveTasks.incrementAndGet();
    int transaction = validationIndex.getAndIncrement();
    if (transaction < size) {
      int state = states.get(transaction);
      if (status(state) == EXECUTED) {
        return new Task.Validate(transaction, incarnation(state));
      }
    }
    numActiveTasks.decrementAndGet();
    return Task.None.NONE;
  }

  private void checkDone() {
    int observed = decreaseCount.get();
    if (executionIndex.get() >= size
        && validationIndex.get() >= size
        && numActiveTasks.get() == 0
        && decreaseCount.get() == observed) {
      done = true;
    }
  }

  /**
   * Waits while another thread executes a lower transaction, so that what the waiting transaction has done so far is not lost.
   *
   * @return whether it is executed now; false where no thread is executing it
   */
  boolean awaitExecution(int blocking) {
    Dependents lock = dependents[blocking];
    synchronized (lock) {
      while (status(states.get(blocking)) == EXECUTING && !done) {
        lock.parked++;
        try {
          lock.wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        } finally {
          lock.parked--;
        }
      }
      return status(states.get(blocking)) == EXECUTED;
    }
  }

  /**
   * Gives up an execution until a lower transaction has been executed.
   *
   * @return the next task of this thread: the same execution, begun anew, where there is nothing to wait for any more
   */
  Task suspend(Task.Execute execution, int blocking) {
    Dependents lock = dependents[blocking];
    synchronized (lock) {
      if (status(states.get(blocking)) == EXECUTED) {
        return execution;
      }
      states.set(execution.transaction(), state(execution.incarnation(), ABORTING));
      if (lock.waiting.isEmpty()) {
        lock.waiting = new ArrayList<>();
      }
      lock.waiting.add(execution.transaction());
    }
    wakeThoseAwaiting(execution.transaction());
    numActiveTasks.decrementAndGet();
    return Task.None.NONE;
  }

  private void wakeThoseAwaiting(int transaction) {
    Dependents lock = dependents[transaction];
    synchronized (lock) {
      if (lock.parked > 0) {
        lock.notifyAll();
      }
    }
  }

  /**
   * Ends an execution whose reads and writes are published.
   *
   * @param wroteNewKey whether it wrote where its earlier incarnation had not: then higher transactions may have read too low
   * @return the next task of this thread
   */
  Task finishExecution(Task.Execute execution, boolean wroteNewKey) {
    int transaction = execution.transaction();
    resume(publish(execution));
    if (validationIndex.get() > transaction) {
      if (!wroteNewKey) {
        return new Task.Validate(transaction, execution.incarnation());
      }
      decrease(validationIndex, transaction);
    }
    numActiveTasks.decrementAndGet();
    return Task.None.NONE;
  }

  private List<Integer> publish(Task.Execute execution) {
    Dependents lock = dependents[execution.transaction()];
    synchronized (lock) {
      states.set(execution.transaction(), state(execution.incarnation(), EXECUTED));
      wakeThoseAwaiting(execution.transaction());
      List<Integer> resumed = lock.waiting;
      lock.waiting = List.of();
      return resumed;
    }
  }

  private void resume(List<Integer> transactions) {
    int lowest = size;
    for (int transaction : transactions) {
      makeReady(transaction);
      lowest = Math.min(lowest, transaction);
    }
    if (lowest < size) {
      decrease(executionIndex, lowest);
    }
  }

  /** Claims the right to abort an incarnation whose validation failed; at most one thread gets it. */
  boolean tryAbort(Task.Validate validation) {
    int transaction = validation.transaction();
    return states.compareAndSet(
        transaction,
        state(validation.incarnation(), EXECUTED),
        state(validation.incarnation(), ABORTING));
  }

  /** Ends a validation that found nothing wrong, or whose incarnation another thread has aborted. */
  void finishValidation() {
    numActiveTasks.decrementAndGet();
  }

  /**
   * Ends a validation after an abort, whose writes are marked as estimates.
   *
   * @return the next task of this thread: the next incarnation, where nobody else is about to take it
   */
  Task finishAbort(int transaction) {
    makeReady(transaction);
    decrease(validationIndex, transaction + 1);
    if (executionIndex.get() > transaction) {
      return claimExecution(transaction);
    }
    numActiveTasks.decrementAndGet();
    return Task.None.NONE;
  }

  private void makeReady(int transaction) {
    states.set(transaction, state(incarnation(states.get(transaction)) + 1, READY));
  }

  private void decrease(AtomicInteger counter, int to) {
    counter.accumulateAndGet(to, Math::min);
    decreaseCount.incrementAndGet();
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
