package dev.wastm.workflows;

import static dev.wastm.ledger.Fixture.deploy;
import static dev.wastm.ledger.Fixture.increment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.activities.BatchSummary;
import dev.wastm.activities.FailureTypes;
import dev.wastm.activities.Submission;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobSource;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.blobstore.PutMode;
import dev.wastm.ledger.FaultyStore;
import dev.wastm.ledger.Fixture;
import dev.wastm.ledger.Rewriting;
import dev.wastm.ledger.checkpoint.Checkpoints;
import dev.wastm.ledger.journal.Journal;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A ledger's workflow with the real activities and the real counter actor. */
@Timeout(60)
@Tag("integration")
class LedgerWorkflowTest {
  private static final LedgerStart START = new LedgerStart("shop", 2);

  private final BlobStore store = BlobStores.open("memory:");
  private final FailingPuts failing = new FailingPuts(store);
  private EmbeddedWorker worker;

  @BeforeEach
  void start() throws Exception {
    Fixture.publishCounter(store);
    worker = new EmbeddedWorker(failing);
  }

  @AfterEach
  void stop() {
    worker.close();
    store.close();
  }

  private BatchSummary submit(String lines) {
    return worker.ledgers.submit(START, Submission.inline(lines));
  }

  @Test
  void executesSubmissionsInOrder() {
    BatchSummary first = submit(deploy("c") + increment("c", 5));
    BatchSummary second = submit(increment("c", 2) + increment("c", -1));
    assertEquals(1, first.position().height());
    assertEquals(2, second.position().height());
    assertEquals(Map.of("SUCCESS", 1, "REVERTED", 1), second.byStatus());
    assertTrue(String.valueOf(second.receipts()).startsWith("{\"index\":0,"), second.receipts());
    assertTrue(
        String.valueOf(second.receipts()).contains("\"output\":{\"value\":7}"), second.receipts());
    LedgerStatus status = worker.workflow("shop").status();
    assertEquals(new LedgerStatus("shop", second.position(), 0, null, null), status);
  }

  @Test
  void refusesWhatCannotBeExecutedAndGoesOn() {
    submit(deploy("c"));
    assertRefused(
        increment("ghost", 1), "submission:1: there is no actor \"ghost\" in this ledger");
    assertRefused("{\"actor\":", "submission:1: \"actor\": this is not valid JSON");
    assertEquals(2, submit(increment("c", 1)).position().height());
  }

  private void assertRefused(String lines, String message) {
    ApplicationFailure failure = refusal(lines);
    assertEquals(FailureTypes.INVALID_SUBMISSION, failure.getType());
    assertTrue(failure.getOriginalMessage().startsWith(message), failure.getOriginalMessage());
  }

  private ApplicationFailure refusal(String lines) {
    WorkflowUpdateException refused =
        assertThrows(WorkflowUpdateException.class, () -> submit(lines));
    return assertInstanceOf(ApplicationFailure.class, refused.getCause());
  }

  @Test
  void submissionsSentSideBySideAllTakeEffectOnce() {
    submit(deploy("c"));
    List<CompletableFuture<BatchSummary>> sent = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      sent.add(CompletableFuture.supplyAsync(() -> submit(increment("c", 1))));
    }
    assertEquals(
        List.of(2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L),
        sent.stream().map(each -> each.join().position().height()).sorted().toList());
    assertTotal(8, submit(increment("c", 0)));
  }

  private static void assertTotal(long total, BatchSummary summary) {
    String receipts = String.valueOf(summary.receipts());
    assertTrue(receipts.contains("\"output\":{\"value\":" + total + "}"), receipts);
  }

  /** Whether the entry that could not be stored was stored after all, as here, or not: the same slot is sent again, and takes effect once. */
  @Test
  void aBatchWhoseOutcomeIsUnknownIsSentAgain() {
    submit(deploy("c"));
    failing.failAfter(new Journal(store, "shop").key(2), 2);
    BatchSummary summary = submit(increment("c", 5));
    assertEquals(2, summary.position().height());
    assertTotal(5, summary);
    assertEquals(2, failing.failures.get());
    assertTotal(6, submit(increment("c", 1)));
  }

  @Test
  void writesACheckpointWhenOneIsDue() {
    submit(deploy("c"));
    assertEquals(List.of(), new Checkpoints(store, "shop").heights());
    submit(increment("c", 1));
    submit(increment("c", 1));
    assertEquals(List.of(2L), new Checkpoints(store, "shop").heights());
  }

  @Test
  void aClosedLedgerStaysAndIsStartedAgain() {
    submit(deploy("c"));
    LedgerWorkflow workflow = worker.workflow("shop");
    workflow.close();
    WorkflowStub.fromTyped(workflow).getResult(Void.class);
    assertEquals(2, submit(increment("c", 1)).position().height());
  }

  @Test
  void aForkHaltsTheLedgerAndSaysWhy() throws Exception {
    submit(deploy("c"));
    Rewriting.commit(store, "shop", increment("c", 9));
    ApplicationFailure failure = assertHalts();
    assertEquals(FailureTypes.FORK, failure.getType());
    assertTrue(
        failure.getOriginalMessage().contains("holds another batch than the one just executed"),
        failure.getOriginalMessage());
  }

  @Test
  void damageHaltsTheLedgerAndSaysWhy() {
    submit(deploy("c"));
    Journal journal = new Journal(store, "shop");
    store.put(journal.key(2), store.get(journal.key(1)), PutMode.IF_ABSENT);
    ApplicationFailure failure = assertHalts();
    assertEquals(FailureTypes.CORRUPT_LEDGER, failure.getType());
    assertTrue(
        failure
            .getOriginalMessage()
            .contains(" A copy is kept as ledgers/shop/quarantine/00000000000000000002-"),
        failure.getOriginalMessage());
  }

  private ApplicationFailure assertHalts() {
    assertNull(worker.workflow("shop").status().halted());
    ApplicationFailure failure = refusal(increment("c", 1));
    assertNotNull(worker.workflow("shop").status().halted());
    assertEquals(
        worker.workflow("shop").status().halted(), refusal(increment("c", 1)).getOriginalMessage());
    return failure;
  }

  /** A real store that takes some puts and then says that it does not answer. */
  private static final class FailingPuts extends FaultyStore {
    private final BlobStore real;
    private final AtomicInteger failures = new AtomicInteger();
    private volatile String key = "";
    private volatile int failuresMax;

    FailingPuts(BlobStore real) {
      super(real);
      this.real = real;
    }

    void failAfter(BlobKey put, int times) {
      key = put.toString();
      failuresMax = times;
    }

    @Override
    public void put(BlobKey put, BlobSource source, PutMode mode) {
      if (put.toString().equals(key) && failures.get() < failuresMax) {
        int number = failures.incrementAndGet();
        if (number == failuresMax) {
          real.put(put, source, mode);
        }
        throw BlobStoreException.unavailable(this + " does not answer.", null);
      }
      real.put(put, source, mode);
    }
  }
}
