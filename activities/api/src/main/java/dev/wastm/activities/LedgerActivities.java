package dev.wastm.activities;

import io.temporal.activity.ActivityInterface;

/** What any worker of the shared task queue can do for a ledger. */
@ActivityInterface(namePrefix = "Ledger")
public interface LedgerActivities {
  /** Loads a ledger into memory, and answers with the task queue of the worker that did. */
  Lease acquireLease(String ledger);
}
