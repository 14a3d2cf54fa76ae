package dev.wastm.activities.impl;

import dev.wastm.activities.BatchActivities;
import dev.wastm.activities.BatchSlot;
import dev.wastm.activities.BatchSummary;
import dev.wastm.activities.ExecuteBatch;
import dev.wastm.activities.LeaseRequest;
import dev.wastm.activities.LedgerActivities;
import dev.wastm.activities.LedgerPosition;
import dev.wastm.activities.Submission;
import dev.wastm.activities.VerificationActivities;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.key.SigningKey;
import dev.wastm.wasm.CompiledCode;
import io.temporal.testing.TestActivityEnvironment;
import java.util.Optional;

/** A worker's activities over one store, called through Temporal: requests, answers and failures go through its converters. */
final class Activities implements AutoCloseable {
  static final SigningKey SIGNER = SigningKey.generate();
  static final String HOST_QUEUE = "host-1";

  private final TestActivityEnvironment environment = TestActivityEnvironment.newInstance();
  private final HostedLedgers hosted;
  final LedgerActivities ledgers = environment.newActivityStub(LedgerActivities.class);
  final BatchActivities batches = environment.newActivityStub(BatchActivities.class);
  final VerificationActivities verification =
      environment.newActivityStub(VerificationActivities.class);

  Activities(BlobStore store) {
    ExecutionOptions options = ExecutionOptions.fastest();
    this.hosted = new HostedLedgers(store, options, Optional.of(SIGNER), CompiledCode.none());
    Heartbeat heartbeat = new Heartbeat(error -> {});
    environment.registerActivitiesImplementations(
        new LedgerActivitiesImpl(hosted, heartbeat, HOST_QUEUE),
        new BatchActivitiesImpl(hosted, heartbeat),
        new VerificationActivitiesImpl(store, heartbeat, options.threads(), CompiledCode.none()));
  }

  /** Executes lines in the slot after the ledger's head. */
  BatchSummary execute(String ledger, String lines) {
    return execute(ledger, Submission.inline(lines));
  }

  BatchSummary execute(String ledger, Submission submission) {
    LedgerPosition head = ledgers.acquireLease(new LeaseRequest(ledger, null)).position();
    return batches.execute(new ExecuteBatch(ledger, slotAfter(head), submission));
  }

  /** A slot a second later than the ledger's newest batch, always with the same seed. */
  static BatchSlot slotAfter(LedgerPosition head) {
    return new BatchSlot(
        head.height() + 1, head.headerHash(), head.timestampMs() + 1_000, "5e".repeat(32));
  }

  @Override
  public void close() {
    environment.close();
    hosted.close();
  }
}
