package dev.wastm.workflows;

import static dev.wastm.ledger.Fixture.deploy;
import static dev.wastm.ledger.Fixture.increment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.activities.BatchSummary;
import dev.wastm.activities.HeightRange;
import dev.wastm.activities.ReplayOptions;
import dev.wastm.activities.Submission;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.blobstore.PutMode;
import dev.wastm.ledger.Fixture;
import dev.wastm.ledger.journal.Journal;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A verification's workflow with the real activities, on ledgers of several windows. */
@Timeout(60)
@Tag("integration")
class VerificationWorkflowTest {
  private static final LedgerStart START = new LedgerStart("shop", 2);
  private static final ReplayOptions OTHER_ENGINE = new ReplayOptions("interpreter", "sequential");

  private final BlobStore store = BlobStores.open("memory:");
  private EmbeddedWorker worker;

  @BeforeEach
  void start() throws Exception {
    Fixture.publishCounter(store);
    worker = new EmbeddedWorker(store);
  }

  @AfterEach
  void stop() {
    worker.close();
    store.close();
  }

  private BatchSummary submit(String lines) {
    return worker.ledgers.submit(START, Submission.inline(lines));
  }

  private static VerificationRequest request() {
    return VerificationRequest.of("shop", new HeightRange(1, 0), OTHER_ENGINE, 2);
  }

  private VerificationReport verify() {
    return worker.ledgers.newVerification("shop").verify(request());
  }

  @Test
  void addsUpWhatItsWindowsFound() {
    submit(deploy("c") + increment("c", 5));
    BatchSummary newest = submit(increment("c", 2));
    for (int i = 0; i < 5; i++) {
      newest = submit(increment("c", 1));
    }
    VerificationWorkflow verification = worker.ledgers.newVerification("shop");
    VerificationReport report = verification.verify(request());
    assertTrue(report.verified(), report.difference());
    assertEquals(new HeightRange(1, 7), report.heights());
    assertEquals(8, report.transactions());
    assertEquals(newest.position().stateRoot(), report.stateRoot());
    assertEquals(newest.position().headerHash(), report.headerHash());
    String id = WorkflowStub.fromTyped(verification).getExecution().getWorkflowId();
    assertEquals(
        new VerificationProgress(7, 7),
        worker.client().newWorkflowStub(VerificationWorkflow.class, id).progress());
  }

  @Test
  void aDamagedJournalIsFoundAndNamed() {
    submit(deploy("c"));
    submit(increment("c", 1));
    submit(increment("c", 1));
    BlobKey key = new Journal(store, "shop").key(2);
    byte[] record = store.get(key);
    record[record.length / 2] ^= 1;
    store.put(key, record, PutMode.OVERWRITE);
    VerificationReport report = verify();
    assertFalse(report.verified());
    assertNull(report.stateRoot());
    assertTrue(
        String.valueOf(report.difference()).startsWith("The journal entry of height 2 is damaged"),
        report.difference());
  }

  @Test
  void isToldWhatToExpect() {
    submit(deploy("c"));
    BatchSummary newest = submit(increment("c", 1));
    String genesis = newest.position().genesis();
    String header = newest.position().headerHash();
    VerificationReport report = verifyExpecting(genesis, header);
    assertTrue(report.verified(), report.difference());
    assertEquals(genesis, report.genesis());
    assertEquals(header, report.headerHash());
    store.delete(new Journal(store, "shop").key(2));
    assertTrue(verify().verified(), "the beginning of a history is one");
    assertTrue(String.valueOf(verifyExpecting(genesis, header).difference())
        .endsWith("and not " + header + ": it is another history, or not all of it."));
    assertTrue(String.valueOf(verifyExpecting(header, header).difference())
        .endsWith("and not " + header + ": it is another ledger."));
  }

  private VerificationReport verifyExpecting(String genesis, String header) {
    return worker
        .ledgers
        .newVerification("shop")
        .verify(new VerificationRequest(
            "shop", new HeightRange(1, 0), OTHER_ENGINE, 2, null, genesis, header));
  }

  @Test
  void anUnknownLedgerFailsWithASentence() {
    WorkflowFailedException failed = assertThrows(WorkflowFailedException.class, this::verify);
    Throwable innermost = failed;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    assertEquals(
        "There is no ledger \"shop\" in the worker's blob store.",
        assertInstanceOf(ApplicationFailure.class, innermost).getOriginalMessage());
  }
}
