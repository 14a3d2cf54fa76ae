package dev.wastm.stm;

import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of daemon threads with large stacks, asleep while there is nothing to do: one leads a block, and calls the others to help.
 * Thread-safe; one block is led at a time, so that helpers are never held up by another leader.
 *
 * <p>A thread is started when it is first needed, and again where it has died. Handing out work and waiting for its end allocate nothing, so
 * that a full heap does not lose a thread on the way.
 */
final class ExecutorThreads implements AutoCloseable {
  /** What several threads do together. */
  interface Work {
    /** One thread's part. */
    void work();

    /** Makes the parts of all threads come to their end, because of what one of them died of. */
    void fail(Throwable cause);
  }

  private static final long CLOSE_WAIT_MS = 60_000;
  private static final long NS_PER_MS = 1_000_000;

  private final Seat[] seats;
  private final ThreadFactory factory;
  private final ReentrantLock turn = new ReentrantLock(true);
  private volatile boolean isClosed;

  ExecutorThreads(String name, int threads, long stackSizeBytes) {
    this(threads, daemons(name, stackSizeBytes));
  }

  ExecutorThreads(int threads, ThreadFactory factory) {
    this.factory = factory;
    this.seats = new Seat[threads];
    for (int i = 0; i < threads; i++) {
      seats[i] = new Seat();
    }
  }

  private static ThreadFactory daemons(String name, long stackSizeBytes) {
    AtomicInteger number = new AtomicInteger();
    return body -> {
      Thread thread = new Thread(null, body, name + "-" + number.incrementAndGet(), stackSizeBytes);
      thread.setDaemon(true);
      return thread;
    };
  }

  int count() {
    return seats.length;
  }

  /**
   * Runs a body on one of the threads, and waits for it. Where the waiting thread is interrupted, the body is cancelled, and waited for all
   * the same.
   *
   * @throws BlockCancelledException from the body
   * @throws BlockFailedException where the body threw something else, or no thread could be started
   */
  <T> T lead(Cancellation cancellation, Callable<T> body) {
    turn.lock();
    try {
      if (isClosed) {
        throw new IllegalStateException("The block executor is closed; make a new one.");
      }
      Led<T> led = new Led<>(body);
      Throwable thrown = run(led, cancellation);
      if (thrown instanceof BlockCancelledException cancelled) {
        throw cancelled;
      } else if (thrown != null) {
        throw BlockFailedException.of(thrown);
      }
      return led.result();
    } finally {
      turn.unlock();
    }
  }

  private @Nullable Throwable run(Runnable led, Cancellation cancellation) {
    try {
      seats[0].assign(led);
    } catch (Throwable e) {
      return e;
    }
    return seats[0].await(cancellation);
  }

  /** What the leader runs, and what came out of it. */
  private static final class Led<T> implements Runnable {
    private final Callable<T> body;
    private @Nullable T result;

    Led(Callable<T> body) {
      this.body = body;
    }

    @Override
    public void run() {
      try {
        result = body.call();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw BlockFailedException.of(e);
      }
    }

    T result() {
      T known = result;
      if (known == null) {
        throw new IllegalStateException("The leader of the block has no result.");
      }
      return known;
    }
  }

  /**
   * Does something on the calling thread, which is the leader, and on others; returns when none of them is at it any more. What a thread
   * dies of, or cannot be started for, is told to the work.
   *
   * @param on how many threads in all, the leader included; at most {@link #count}
   */
  void run(int on, Work work) {
    Runnable part = work::work;
    int started = 1;
    try {
      while (started < on) {
        seats[started].assign(part);
        started++;
      }
      part.run();
    } catch (Throwable e) {
      work.fail(e);
    }
    for (int i = 1; i < started; i++) {
      Throwable thrown = seats[i].await(null);
      if (thrown != null) {
        work.fail(thrown);
      }
    }
  }

  /** A place for one thread. All its fields are guarded by the lock of this. */
  private final class Seat implements Runnable {
    /** What the thread is at, or about to begin. */
    private @Nullable Runnable task;

    /** What the last task ended with. */
    private @Nullable Throwable thrown;

    private boolean isAlive;

    synchronized void assign(Runnable next) {
      EngineFault.unless(task == null, "A thread of the block executor is at one task at a time.");
      thrown = null;
      task = next;
      if (isAlive) {
        notifyAll();
        return;
      }
      isAlive = true;
      boolean isStarted = false;
      try {
        factory.newThread(this).start();
        isStarted = true;
      } finally {
        if (!isStarted) {
          isAlive = false;
          task = null;
        }
      }
    }

    @Override
    public void run() {
      Throwable died = null;
      try {
        for (Runnable next = take(); next != null; next = take()) {
          Throwable ended = null;
          try {
            next.run();
          } catch (Throwable e) {
            ended = e;
          }
          end(ended);
        }
      } catch (Throwable e) {
        died = e;
      } finally {
        leave(died);
      }
    }

    /** Null where there will be none. A transaction that has interrupted its own thread does not bother the next one. */
    private synchronized @Nullable Runnable take() {
      while (task == null && !isClosed) {
        try {
          wait();
        } catch (InterruptedException e) {
          // Nobody but transactions interrupts these threads, and those are over.
        }
      }
      boolean unused = Thread.interrupted();
      return task;
    }

    private synchronized void end(@Nullable Throwable with) {
      thrown = with;
      task = null;
      notifyAll();
    }

    private synchronized void leave(@Nullable Throwable with) {
      if (task != null) {
        thrown = with;
        task = null;
      }
      isAlive = false;
      notifyAll();
    }

    /**
     * Waits until the task has ended.
     *
     * @param cancellation cancelled where the waiting thread is interrupted
     * @return what it ended with
     */
    synchronized @Nullable Throwable await(@Nullable Cancellation cancellation) {
      boolean wasInterrupted = false;
      while (task != null) {
        try {
          wait();
        } catch (InterruptedException e) {
          wasInterrupted = true;
          if (cancellation != null) {
            cancellation.cancel();
          }
        }
      }
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
      return thrown;
    }

    synchronized void wake() {
      notifyAll();
    }

    synchronized boolean awaitEnd(long endNs) throws InterruptedException {
      long leftMs = (endNs - System.nanoTime()) / NS_PER_MS;
      while (isAlive && leftMs > 0) {
        wait(leftMs);
        leftMs = (endNs - System.nanoTime()) / NS_PER_MS;
      }
      return !isAlive;
    }
  }

  @Override
  public void close() {
    isClosed = true;
    for (Seat seat : seats) {
      seat.wake();
    }
    long endNs = System.nanoTime() + CLOSE_WAIT_MS * NS_PER_MS;
    try {
      for (Seat seat : seats) {
        if (!seat.awaitEnd(endNs)) {
          throw new IllegalStateException(
              "A block is still being executed; close its executor later.");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
