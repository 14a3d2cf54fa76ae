package dev.wastm.activities.impl;

import dev.wastm.activities.Lease;
import dev.wastm.activities.LedgerActivities;

/** Loads ledgers for the worker whose own task queue it names. Thread-safe. */
public final class LedgerActivitiesImpl implements LedgerActivities {
  private final HostedLedgers ledgers;
  private final Heartbeat heartbeat;
  private final String taskQueue;

  /**
   * @param heartbeat the worker's
   * @param taskQueue the one that this worker, and no other, polls for {@link BatchActivitiesImpl}
   */
  public LedgerActivitiesImpl(HostedLedgers ledgers, Heartbeat heartbeat, String taskQueue) {
    this.ledgers = ledgers;
    this.heartbeat = heartbeat;
    this.taskQueue = taskQueue;
  }

  @Override
  public Lease acquireLease(String ledger) {
    return heartbeat.during(() -> Failures.translate(
        () -> new Lease(taskQueue, Positions.of(ledgers.load(ledger).head()))));
  }
}
