package dev.wastm.activities;

import io.temporal.activity.ActivityInterface;

/** What only the worker that holds a ledger's lease does, on its own task queue. */
@ActivityInterface(namePrefix = "Batch")
public interface BatchActivities {
  /**
   * Executes a batch and stores it. Doing the same again answers the same. Fails for good with {@link FailureTypes#INVALID_SUBMISSION},
   * {@link FailureTypes#FORK} or {@link FailureTypes#CORRUPT_LEDGER}; any other failure is worth a retry.
   */
  BatchSummary execute(ExecuteBatch request);

  /** Stores a checkpoint of the ledger's newest height, and answers with that height. */
  long checkpoint(String ledger);
}
