package dev.wastm.activities.impl;

import dev.wastm.activities.Lease;
import dev.wastm.activities.LeaseRequest;
import dev.wastm.activities.LedgerActivities;
import dev.wastm.activities.LedgerPosition;
import dev.wastm.ledger.journal.LedgerHead;
import java.util.Optional;

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
  public Lease acquireLease(LeaseRequest request) {
    Optional<LedgerPosition> known = Optional.ofNullable(request.known());
    return heartbeat.during(() -> Failures.translate(() ->
        new Lease(taskQueue, position(ledgers.load(request.ledger(), known).head()))));
  }

  /** A ledger's head as it is told to workflows. */
  private static LedgerPosition position(LedgerHead head) {
    return new LedgerPosition(
        head.height(),
        head.genesis().hash().hex(),
        head.hash().hex(),
        head.state().root().hex(),
        head.timestampMs());
  }
}
