package dev.wastm.activities.impl;

import dev.wastm.activities.FailureTypes;
import dev.wastm.ledger.execution.ExhaustedJvm;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationFailure;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tells Temporal that a worker's activities are alive while their own threads are busy, until the JVM is exhausted: then no activity beats any
 * more or begins, whatever else still runs, so that Temporal gives the work to another worker.
 *
 * <p>One daemon thread beats for all of a JVM's activities. Thread-safe: a heart dies once, and who finds it dead does nothing.
 */
public final class Heartbeat {
  private static final long PERIOD_MS = 1_000;
  private static final String DEAD =
      "This worker ran out of memory and executes nothing any more; restart it.";

  private static final ScheduledExecutorService TIMER =
      Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "wastm-heartbeat");
        thread.setDaemon(true);
        return thread;
      });

  private final AtomicBoolean isDead = new AtomicBoolean();
  private final Consumer<VirtualMachineError> onDeath;

  /** @param onDeath told once, of the error, on the thread that met it; no heart beats any more by then */
  public Heartbeat(Consumer<VirtualMachineError> onDeath) {
    this.onDeath = onDeath;
  }

  /** Runs an activity's work with a beat a second. */
  <T> T during(Supplier<T> work) {
    if (isDead.get()) {
      throw ApplicationFailure.newFailure(DEAD, FailureTypes.EXHAUSTED);
    }
    ActivityExecutionContext context = Activity.getExecutionContext();
    ScheduledFuture<?> beats =
        TIMER.scheduleAtFixedRate(() -> beat(context), PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
    try {
      return work.get();
    } catch (RuntimeException | Error e) {
      Optional<VirtualMachineError> error = ExhaustedJvm.errorIn(e);
      if (error.isPresent()) {
        die(error.get());
        // Temporal would never hear of an error, and wait for the heartbeat to be missed.
        throw ApplicationFailure.newFailureWithCause(DEAD, FailureTypes.EXHAUSTED, e);
      }
      throw e;
    } finally {
      beats.cancel(false);
    }
  }

  private void die(VirtualMachineError error) {
    if (isDead.compareAndSet(false, true)) {
      onDeath.accept(error);
    }
  }

  /** A batch that has begun is finished even where nobody waits for it any more: the journal arbitrates. */
  private void beat(ActivityExecutionContext context) {
    if (isDead.get()) {
      return;
    }
    try {
      context.heartbeat(null);
    } catch (ActivityCompletionException ignored) {
      // Cancelled, timed out, or the worker is stopping; the work goes on to its end.
    }
  }
}
