package dev.wastm.workflows;

import dev.wastm.activities.BadRequestException;
import dev.wastm.activities.BatchSlot;
import dev.wastm.activities.BatchSummary;
import dev.wastm.activities.ExecuteBatch;
import dev.wastm.activities.FailureTypes;
import dev.wastm.activities.LedgerPosition;
import dev.wastm.activities.Submission;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import io.temporal.workflow.WorkflowLock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * One batch at a time, under a lock that is fair. The journal, not this workflow, decides what took effect: after a lost worker the same
 * slot is sent again, and the worker answers with what is stored. A failure that no retry mends halts the ledger.
 *
 * <p>Workflow code runs on one thread at a time, so the fields need no other protection than the lock that orders the batches.
 */
public final class LedgerWorkflowImpl implements LedgerWorkflow {
  /** Temporal takes 2 000 updates a run; the rest is room for those under way when the run is cut. */
  private static final int SUBMISSIONS_PER_RUN_MAX = 1_500;

  private static final Duration RETRY_FIRST = Duration.ofSeconds(1);
  private static final Duration RETRY_MAX = Duration.ofSeconds(30);

  private final Logger log = Workflow.getLogger(LedgerWorkflowImpl.class);
  private final String ledger;
  private final int checkpointEvery;
  private final LeasedWorker worker;
  private final WorkflowLock turn = Workflow.newWorkflowLock();

  private Optional<LedgerPosition> position;
  private Optional<String> halted = Optional.empty();
  private Optional<String> lastFailure = Optional.empty();
  private int waiting;
  private int submissions;
  private int batchesSinceCheckpoint;
  private boolean closed;

  @WorkflowInit
  public LedgerWorkflowImpl(@Nullable LedgerStart start) {
    this.ledger = LedgerStart.ledgerOf(Workflow.getInfo().getWorkflowId());
    this.checkpointEvery = start == null || start.checkpointEvery() <= 0
        ? LedgerStart.CHECKPOINT_EVERY_DEFAULT
        : start.checkpointEvery();
    this.position = Optional.ofNullable(start).map(LedgerStart::position);
    this.worker = new LeasedWorker(ledger);
  }

  @Override
  public void run(@Nullable LedgerStart start) {
    try {
      LedgerStart.check(start, Workflow.getInfo().getWorkflowId());
    } catch (BadRequestException e) {
      throw ApplicationFailure.newNonRetryableFailure(e.getMessage(), FailureTypes.BAD_REQUEST);
    }
    Workflow.await(() -> closed || isRunFull());
    Workflow.await(Workflow::isEveryHandlerFinished);
    if (!closed) {
      Workflow.continueAsNew(new LedgerStart(ledger, checkpointEvery, position.orElse(null)));
    }
  }

  @Override
  public void validateSubmit(@Nullable Submission submission) {
    if (submission == null) {
      throw new BadRequestException("An update \"submit\" has a submission, and not null.");
    }
    submission.check();
    if (closed) {
      throw new IllegalStateException("The ledger \"" + ledger
          + "\" is closing; submit again when it has ended, which starts it anew.");
    }
    halted.ifPresent(reason -> {
      throw new IllegalStateException(reason);
    });
  }

  @Override
  public BatchSummary submit(Submission submission) {
    waiting++;
    submissions++;
    turn.lock();
    try {
      BatchSummary summary = execute(submission);
      position = Optional.of(summary.position());
      checkpointWhenDue();
      return summary;
    } finally {
      turn.unlock();
      waiting--;
    }
  }

  @Override
  public LedgerStatus status() {
    return new LedgerStatus(
        ledger, position.orElse(null), waiting, halted.orElse(null), lastFailure.orElse(null));
  }

  @Override
  public void close() {
    closed = true;
  }

  private boolean isRunFull() {
    return submissions >= SUBMISSIONS_PER_RUN_MAX || Workflow.getInfo().isContinueAsNewSuggested();
  }

  /** Sends a submission, under one slot, to one worker after the other until its batch has taken effect or never can. */
  private BatchSummary execute(Submission submission) {
    Optional<ExecuteBatch> request = Optional.empty();
    Duration pause = RETRY_FIRST;
    while (true) {
      halted.ifPresent(reason -> {
        throw ApplicationFailure.newNonRetryableFailure(reason, FailureTypes.CORRUPT_LEDGER);
      });
      try {
        worker.acquire(position).ifPresent(found -> position = Optional.of(found));
        if (request.isEmpty()) {
          request =
              Optional.of(new ExecuteBatch(ledger, nextSlot(position.orElseThrow()), submission));
        }
        BatchSummary summary = worker.execute(request.get());
        lastFailure = Optional.empty();
        return summary;
      } catch (ActivityFailure failure) {
        throwWhereFinal(failure);
        lastFailure = Optional.of(reason(failure));
        log.warn("A batch of ledger {} is sent again: {}", ledger, lastFailure.get());
      }
      worker.release();
      Workflow.sleep(pause);
      pause = pause.compareTo(RETRY_MAX) < 0 ? pause.multipliedBy(2) : RETRY_MAX;
    }
  }

  /** The innermost cause: what is around it says only that an activity failed. */
  private static String reason(ActivityFailure failure) {
    Throwable innermost = failure;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    return innermost instanceof ApplicationFailure cause
        ? cause.getOriginalMessage()
        : String.valueOf(innermost.getMessage());
  }

  private static BatchSlot nextSlot(LedgerPosition at) {
    long timestampMs = Math.max(Workflow.currentTimeMillis(), at.timestampMs());
    return new BatchSlot(at.height() + 1, at.headerHash(), timestampMs, newSeed());
  }

  /** 32 bytes in hex that are the same when the workflow is replayed. */
  private static String newSeed() {
    return (Workflow.randomUUID() + "" + Workflow.randomUUID()).replace("-", "");
  }

  private void throwWhereFinal(ActivityFailure failure) {
    if (failure.getCause() instanceof ApplicationFailure cause && cause.isNonRetryable()) {
      String reason = cause.getOriginalMessage();
      if (cause.getType().equals(FailureTypes.FORK)
          || cause.getType().equals(FailureTypes.CORRUPT_LEDGER)) {
        halted = Optional.of(reason);
        log.error("The ledger {} is halted: {}", ledger, reason);
      } else if (cause.getType().equals(FailureTypes.FAULT)) {
        // It may have come after the batch took effect: the next lease tells where the ledger
        // stands.
        worker.release();
      }
      throw ApplicationFailure.newNonRetryableFailure(reason, cause.getType());
    }
  }

  /** A checkpoint only makes later starts shorter, so a failure to write one never fails a batch. */
  private void checkpointWhenDue() {
    batchesSinceCheckpoint++;
    if (batchesSinceCheckpoint >= checkpointEvery) {
      try {
        worker.checkpoint();
        batchesSinceCheckpoint = 0;
      } catch (ActivityFailure failure) {
        log.warn(
            "A checkpoint of ledger {} could not be written: {}", ledger, failure.getMessage());
      }
    }
  }
}
