package dev.wastm.activities.impl;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Tells Temporal that an activity is alive while its own thread is busy. One daemon thread beats for all of a JVM's activities. Thread-safe.
 */
final class Heartbeat {
  private static final long PERIOD_MS = 1_000;

  private static final ScheduledExecutorService TIMER =
      Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "wastm-heartbeat");
        thread.setDaemon(true);
        return thread;
      });

  private Heartbeat() {}

  /** Runs an activity's work with a beat a second. */
  static <T> T during(Supplier<T> work) {
    ActivityExecutionContext context = Activity.getExecutionContext();
    ScheduledFuture<?> beats =
        TIMER.scheduleAtFixedRate(() -> beat(context), PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
    try {
      return work.get();
    } finally {
      beats.cancel(false);
    }
  }

  /** A batch that has begun is finished even where nobody waits for it any more: the journal arbitrates. */
  private static void beat(ActivityExecutionContext context) {
    try {
      context.heartbeat(null);
    } catch (ActivityCompletionException ignored) {
      // Cancelled, timed out, or the worker is stopping; the work goes on to its end.
    }
  }
}
