package dev.wastm.stm;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A fixed number of parked daemon threads with large stacks, which run one body each when called. Thread-safe. */
final class ExecutorThreads implements AutoCloseable {
  private static final long CLOSE_WAIT_SECONDS = 60;

  private final int threads;
  private final ExecutorService pool;

  ExecutorThreads(String name, int threads, long stackSizeBytes) {
    this.threads = threads;
    AtomicInteger number = new AtomicInteger();
    this.pool = Executors.newFixedThreadPool(threads, body -> {
      Thread thread = new Thread(null, body, name + "-" + number.incrementAndGet(), stackSizeBytes);
      thread.setDaemon(true);
      return thread;
    });
  }

  /**
   * Runs a body on every thread, and waits for all of them.
   *
   * @param body must not throw
   */
  void runOnAll(Runnable body) {
    List<Future<?>> running = new ArrayList<>(threads);
    try {
      for (int i = 0; i < threads; i++) {
        running.add(pool.submit(body));
      }
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("The block executor is closed; make a new one.", e);
    }
    running.forEach(ExecutorThreads::await);
  }

  private static void await(Future<?> running) {
    try {
      running.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "The thread that waited for a block was interrupted; the block has no outcome.", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "A block executor's thread failed: " + e.getCause(), e.getCause());
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
