package dev.wastm.workflows;

import dev.wastm.activities.BatchActivities;
import dev.wastm.activities.BatchSummary;
import dev.wastm.activities.ExecuteBatch;
import dev.wastm.activities.Lease;
import dev.wastm.activities.LeaseRequest;
import dev.wastm.activities.LedgerActivities;
import dev.wastm.activities.LedgerPosition;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Optional;

/** The one worker that executes a ledger's batches, found through the shared task queue and then reached on its own. */
final class LeasedWorker {
  /** A worker that does not take a batch for so long is busy beyond its means or gone; another one is asked. */
  private static final Duration PICK_UP_MAX = Duration.ofSeconds(10);

  /** Workers heartbeat every second or so; so much silence is a lost worker, not a long garbage collection. */
  private static final Duration SILENCE_MAX = Duration.ofSeconds(10);

  /** The most that one batch, one load or one checkpoint may take, however large. */
  private static final Duration WORK_MAX = Duration.ofMinutes(30);

  /** One attempt: a retry belongs on whichever worker takes it next, and the workflow is to know why. */
  private static final RetryOptions ONCE =
      RetryOptions.newBuilder().setMaximumAttempts(1).build();

  private final String ledger;
  private final LedgerActivities anyWorker = Workflow.newActivityStub(
      LedgerActivities.class,
      ActivityOptions.newBuilder()
          .setStartToCloseTimeout(WORK_MAX)
          .setHeartbeatTimeout(SILENCE_MAX)
          .setRetryOptions(ONCE)
          .build());
  private Optional<BatchActivities> leased = Optional.empty();

  LeasedWorker(String ledger) {
    this.ledger = ledger;
  }

  /**
   * Makes sure that there is a lease. Answers with where the ledger stands where a new one was needed; else empty.
   *
   * @param known where it stood when it was last heard of
   */
  Optional<LedgerPosition> acquire(Optional<LedgerPosition> known) {
    if (leased.isPresent()) {
      return Optional.empty();
    }
    Lease lease = anyWorker.acquireLease(new LeaseRequest(ledger, known.orElse(null)));
    leased =
        Optional.of(Workflow.newActivityStub(BatchActivities.class, options(lease.taskQueue())));
    return Optional.of(lease.position());
  }

  void release() {
    leased = Optional.empty();
  }

  BatchSummary execute(ExecuteBatch request) {
    return leased.orElseThrow().execute(request);
  }

  void checkpoint() {
    leased.orElseThrow().checkpoint(ledger);
  }

  private static ActivityOptions options(String taskQueue) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(taskQueue)
        .setScheduleToStartTimeout(PICK_UP_MAX)
        .setStartToCloseTimeout(WORK_MAX)
        .setHeartbeatTimeout(SILENCE_MAX)
        .setRetryOptions(ONCE)
        .build();
  }
}
