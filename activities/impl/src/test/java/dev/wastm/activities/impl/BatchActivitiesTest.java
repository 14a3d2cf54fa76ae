package dev.wastm.activities.impl;

import static dev.wastm.ledger.Fixture.deploy;
import static dev.wastm.ledger.Fixture.increment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.activities.BatchSlot;
import dev.wastm.activities.BatchSummary;
import dev.wastm.activities.ExecuteBatch;
import dev.wastm.activities.FailureTypes;
import dev.wastm.activities.Lease;
import dev.wastm.activities.LeaseRequest;
import dev.wastm.activities.LedgerPosition;
import dev.wastm.activities.Submission;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.blobstore.PutMode;
import dev.wastm.ledger.Fixture;
import dev.wastm.ledger.Rewriting;
import dev.wastm.ledger.checkpoint.Checkpoints;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.journal.Genesis;
import dev.wastm.ledger.journal.GenesisFile;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.journal.LedgerSignatures;
import dev.wastm.ledger.module.ModuleStore;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Batches on the worker that holds a ledger, with the real counter actor: what takes effect, and which failures no retry mends. */
@Timeout(60)
@Tag("integration")
class BatchActivitiesTest {
  private final BlobStore store = BlobStores.open("memory:");
  private Activities activities;

  @BeforeEach
  void start() throws Exception {
    Fixture.publishCounter(store);
    activities = new Activities(store);
  }

  @AfterEach
  void stop() {
    activities.close();
    store.close();
  }

  private BatchSummary execute(String lines) {
    return activities.execute("shop", lines);
  }

  /** What is known of a ledger by someone who asked before somebody else wrote to its store. */
  private BatchSummary executeAfter(LedgerPosition head, String lines) {
    return activities.batches.execute(
        new ExecuteBatch("shop", Activities.slotAfter(head), Submission.inline(lines)));
  }

  private static ApplicationFailure finalFailure(Runnable work) {
    ActivityFailure failed = assertThrows(ActivityFailure.class, work::run);
    ApplicationFailure failure = assertInstanceOf(ApplicationFailure.class, failed.getCause());
    assertTrue(failure.isNonRetryable(), failure.toString());
    return failure;
  }

  private static void assertFails(String type, String part, Runnable work) {
    ApplicationFailure failure = finalFailure(work);
    assertEquals(type, failure.getType());
    assertTrue(failure.getOriginalMessage().contains(part), failure.getOriginalMessage());
  }

  @Test
  void aLeaseNamesTheWorkerAndWhereTheLedgerStands() {
    Lease first = activities.ledgers.acquireLease(new LeaseRequest("shop", null));
    assertEquals(Activities.HOST_QUEUE, first.taskQueue());
    assertEquals(0, first.position().height());
    assertEquals(first.position().genesis(), first.position().headerHash());
    BatchSummary summary = execute(deploy("c"));
    assertEquals(
        summary.position(),
        activities.ledgers.acquireLease(new LeaseRequest("shop", null)).position());
  }

  @Test
  void doingTheSameAgainAnswersTheSame() {
    LedgerPosition before = execute(deploy("c")).position();
    BatchSummary first = executeAfter(before, increment("c", 5));
    BatchSummary again = executeAfter(before, increment("c", 5));
    assertEquals(first.position(), again.position());
    assertEquals(first.receipts(), again.receipts());
    assertEquals(0, again.executionMs());
    assertTrue(
        String.valueOf(execute(increment("c", 1)).receipts()).contains("\"output\":{\"value\":6}"));
  }

  @Test
  void takesLargeSubmissionsFromTheBlobStore() {
    String lines = deploy("c") + increment("c", 1).repeat(5_000);
    byte[] text = lines.getBytes(StandardCharsets.UTF_8);
    assertFalse(Submission.fitsInline(lines));
    String sha256 = Sha256.of(text).hex();
    store.put(BlobKey.of(Submission.blobKey("shop", sha256)), text, PutMode.IF_ABSENT);
    BatchSummary summary = activities.execute("shop", Submission.stored(sha256));
    assertEquals(Map.of("SUCCESS", 5_001), summary.byStatus());
    assertNull(summary.receipts(), "so many receipts do not belong into a workflow's history");
  }

  @Test
  void refusesWhatIsNoBatch() {
    assertFails(
        FailureTypes.INVALID_SUBMISSION,
        "submission:1: there is no actor \"ghost\" in this ledger",
        () -> execute(increment("ghost", 1)));
    LedgerPosition head =
        activities.ledgers.acquireLease(new LeaseRequest("shop", null)).position();
    Submission submission = Submission.inline(deploy("c"));
    for (BatchSlot slot : List.of(
        new BatchSlot(0, head.headerHash(), 0, "5e".repeat(32)),
        new BatchSlot(1, head.headerHash(), -1, "5e".repeat(32)),
        new BatchSlot(1, "5e", 0, "5e".repeat(32)),
        new BatchSlot(1, head.headerHash(), 0, "no"))) {
      assertFails(
          FailureTypes.BAD_REQUEST,
          "slot",
          () -> activities.batches.execute(new ExecuteBatch("shop", slot, submission)));
    }
    assertFails(
        FailureTypes.BAD_REQUEST,
        "is not a ledger's name",
        () -> activities.ledgers.acquireLease(new LeaseRequest("no/ledger", null)));
  }

  @Test
  void storesACheckpointOfTheNewestHeight() {
    execute(deploy("c"));
    execute(increment("c", 1));
    assertEquals(2, activities.batches.checkpoint("shop"));
    assertEquals(List.of(2L), new Checkpoints(store, "shop").heights());
  }

  /** What lies where the worker's signature belongs does not keep it from signing. */
  @Test
  void everyHeaderIsSigned() {
    store.put(signature(2), new byte[64], PutMode.IF_ABSENT);
    execute(deploy("c"));
    execute(increment("c", 1));
    assertEquals(64, store.get(signature(1)).length);
    assertFalse(Arrays.equals(new byte[64], store.get(signature(2))));
  }

  private static BlobKey signature(long height) {
    return BlobKey.of("ledgers/shop/signatures/0000000000000000000" + height + "/"
        + Activities.SIGNER.verification().hex() + ".sig");
  }

  @Test
  void aHistoryThatIsRewrittenBelowAWorkerIsAFork() throws Exception {
    execute(deploy("c"));
    execute(increment("c", 1));
    LedgerPosition head =
        activities.ledgers.acquireLease(new LeaseRequest("shop", null)).position();
    Rewriting.newest(store, "shop", increment("c", 1_000_000));
    assertFails(
        FailureTypes.FORK,
        "The stored history of ledger \"shop\" was rewritten below this worker",
        () -> executeAfter(head, increment("c", 1)));
    assertEquals(2, new Journal(store, "shop").newestHeight());
  }

  @Test
  void anotherBatchAtTheSameHeightIsAFork() throws Exception {
    LedgerPosition head = execute(deploy("c")).position();
    Rewriting.commit(store, "shop", increment("c", 9));
    assertFails(
        FailureTypes.FORK,
        "holds another batch than the one just executed",
        () -> executeAfter(head, increment("c", 1)));
  }

  @Test
  void damageIsQuarantined() {
    LedgerPosition head = execute(deploy("c")).position();
    Journal journal = new Journal(store, "shop");
    store.put(journal.key(2), store.get(journal.key(1)), PutMode.IF_ABSENT);
    assertFails(
        FailureTypes.CORRUPT_LEDGER,
        " A copy is kept as ledgers/shop/quarantine/00000000000000000002-",
        () -> executeAfter(head, increment("c", 1)));
  }

  @Test
  void aModuleThatWasDamagedIsNamed() throws Exception {
    Rewriting.commit(store, "shop", deploy("c"));
    admit();
    BlobKey key = ModuleStore.key(Sha256.of(Fixture.counter()));
    store.put(key, new byte[] {7}, PutMode.OVERWRITE);
    assertFails(
        FailureTypes.CORRUPT_LEDGER,
        "The module " + key + " does not have the digest that its name says",
        () -> execute(increment("c", 1)));
  }

  /** A worker with a key works on no ledger that it has not made and that nobody has admitted it to. */
  @Test
  void aWorkerSignsForNoLedgerThatItDoesNotKnow() throws Exception {
    Rewriting.commit(store, "shop", deploy("c"));
    assertFails(
        FailureTypes.BAD_REQUEST,
        "admit the key: wastm ledger sign --ledger shop --key FILE --genesis ",
        () -> execute(increment("c", 1)));
    admit();
    assertEquals(2, execute(increment("c", 1)).position().height());
  }

  private void admit() throws Exception {
    Genesis.Sealed genesis = new GenesisFile(store, "shop").find().orElseThrow();
    assertEquals(
        Optional.empty(), new LedgerSignatures(store, "shop").sign(genesis, Activities.SIGNER));
  }
}
