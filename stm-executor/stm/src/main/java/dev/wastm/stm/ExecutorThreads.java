package dev.wastm.stm;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A fixed number of daemon threads with large stacks, parked while there is nothing to do: one leads a block, and calls the others to help.
 * Thread-safe; one block is led at a time, so that helpers are never held up by another leader.
 */
final class ExecutorThreads implements AutoCloseable {
  private static final long CLOSE_WAIT_SECONDS = 60;

  private final int threads;
  private final ExecutorService pool;
  private final ReentrantLock turn = new ReentrantLock(true);

  ExecutorThreads(String name, int threads, long stackSizeBytes) {
    this.threads = threads;
    AtomicInteger number = new AtomicInteger();
    this.pool = Executors.newFixedThreadPool(threads, body -> {
      Thread thread = new Thread(null, body, name + "-" + number.incrementAndGet(), stackSizeBytes);
      thread.setDaemon(true);
      return thread;
    });
  }

  int count() {
    return threads;
  }

  /**
   * Runs a body on one of the threads, and waits for it. Where the waiting thread is interrupted, the body is cancelled, and waited for all
   * the same.
   *
   * @throws BlockCancelledException from the body
   */
  <T> T lead(Cancellation cancellation, Callable<T> body) {
    turn.lock();
    try {
      return await(submit(body), cancellation);
    } finally {
      turn.unlock();
    }
  }

  private <T> Future<T> submit(Callable<T> body) {
    try {
      return pool.submit(body);
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("The block executor is closed; make a new one.", e);
    }
  }

  private static <T> T await(Future<T> running, Cancellation cancellation) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return running.get();
        } catch (InterruptedException e) {
          interrupted = true;
          cancellation.cancel();
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BlockCancelledException cancelled) {
        throw cancelled;
      }
      throw new IllegalStateException(
          "The block has no outcome, because its execution failed: " + e.getCause(), e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Runs a body on the calling thread, which is the leader, and on others; returns when none of them is inside it any more.
   *
   * @param on how many threads in all, the leader included; at most {@link #count}
   * @param body must not throw
   */
  void run(int on, Runnable body) throws InterruptedException {
    List<Future<?>> helpers = new ArrayList<>(on);
    for (int i = 1; i < on; i++) {
      helpers.add(pool.submit(body));
    }
    body.run();
    for (Future<?> helper : helpers) {
      try {
        helper.get();
      } catch (ExecutionException | CancellationException e) {
        throw new IllegalStateException("A helper of the block executor failed: " + e, e);
      }
    }
  }

  @Override
  public void close() {
    pool.shutdown();
    try {
      if (!pool.awaitTermination(CLOSE_WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "A block is still being executed; close its executor later.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
