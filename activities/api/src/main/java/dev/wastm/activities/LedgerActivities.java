package dev.wastm.activities;

import io.temporal.activity.ActivityInterface;

/** What any worker of the shared task queue can do for a ledger. */
@ActivityInterface(namePrefix = "Ledger")
public interface LedgerActivities {
  /**
   * Loads a ledger into memory, and answers with the task queue of the worker that did. Fails, and is worth asking of another worker, where the store of
   * this one does not have the ledger as far as it is known.
   */
  Lease acquireLease(LeaseRequest request);
}
