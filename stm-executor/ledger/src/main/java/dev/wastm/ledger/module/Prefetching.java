package dev.wastm.ledger.module;

import dev.wastm.stm.BlockStm;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Background threads for what may be done beforehand; they end when there is nothing to do. Thread-safe. */
final class Prefetching implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Prefetching.class);
  private static final long IDLE_SECONDS = 10;

  private final ThreadPoolExecutor threads;

  Prefetching() {
    int count = Runtime.getRuntime().availableProcessors();
    this.threads = new ThreadPoolExecutor(
        count, count, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
          // As deep as that of an executing thread: what can be loaded there must not fail here.
          Thread thread =
              new Thread(null, task, "wastm-prefetch", BlockStm.STACK_SIZE_BYTES_DEFAULT);
          thread.setDaemon(true);
          return thread;
        });
    threads.allowCoreThreadTimeOut(true);
  }

  /** What a task throws is left to whoever needs its result. */
  void start(Runnable task) {
    try {
      threads.execute(() -> {
        try {
          task.run();
        } catch (RuntimeException e) {
          LOG.debug("A module could not be loaded beforehand: {}", e.toString());
        }
      });
    } catch (RejectedExecutionException e) {
      LOG.debug("Nothing is loaded beforehand any more.");
    }
  }

  /** Forgets what has not begun; what has is not interrupted, because somebody may wait for it. */
  @Override
  public void close() {
    threads.getQueue().clear();
    threads.shutdown();
  }
}
