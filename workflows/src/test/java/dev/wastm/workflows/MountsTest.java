package dev.wastm.workflows;

import static dev.wastm.ledger.Fixture.deploy;
import static dev.wastm.ledger.Fixture.increment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.activities.BatchSummary;
import dev.wastm.activities.FailureTypes;
import dev.wastm.activities.LedgerPosition;
import dev.wastm.activities.Submission;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.ledger.Fixture;
import dev.wastm.ledger.SwappedStore;
import dev.wastm.ledger.journal.Journal;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a ledger's workflow does while the wrong disk is mounted, or none, and what it may be started with. */
@Timeout(120)
@Tag("integration")
class MountsTest {
  private static final LedgerStart START = LedgerStart.of("shop");

  @TempDir
  private Path folder;

  private static CompletableFuture<BatchSummary> submit(EmbeddedWorker worker, String lines) {
    return CompletableFuture.supplyAsync(
        () -> worker.ledgers.submit(START, Submission.inline(lines)));
  }

  private static void awaitFailure(EmbeddedWorker worker, String words) throws Exception {
    String said = "";
    while (!said.contains(words)) {
      Thread.sleep(50);
      said = Optional.ofNullable(worker.workflow("shop").status().lastFailure()).orElse("");
    }
  }

  @Test
  void nothingIsAcknowledgedWhileTheDiskIsGone() throws Exception {
    Path disk = folder.resolve("disk");
    Path elsewhere = folder.resolve("elsewhere");
    try (BlobStore store = BlobStores.open("file:" + disk)) {
      Fixture.publishCounter(store);
      try (EmbeddedWorker worker = new EmbeddedWorker(store)) {
        assertEquals(1, submit(worker, deploy("c")).join().position().height());
        Files.move(disk, elsewhere);
        CompletableFuture<BatchSummary> sent = submit(worker, increment("c", 5));
        awaitFailure(worker, "has vanished");
        assertFalse(sent.isDone());
        assertFalse(Files.exists(disk));
        Files.move(elsewhere, disk);
        assertEquals(2, sent.join().position().height());
        assertEquals(3, submit(worker, increment("c", 1)).join().position().height());
        assertEquals(3, new Journal(store, "shop").newestHeight());
      }
    }
  }

  @Test
  void noSecondHistoryIsBegunInAnEmptiedStore() throws Exception {
    try (BlobStore right = BlobStores.open("memory:");
        BlobStore emptied = BlobStores.open("memory:");
        SwappedStore store = new SwappedStore(right)) {
      Fixture.publishCounter(right);
      Fixture.publishCounter(emptied);
      try (EmbeddedWorker worker = new EmbeddedWorker(store)) {
        submit(worker, deploy("c")).join();
        store.swap(emptied);
        CompletableFuture<BatchSummary> sent = submit(worker, increment("c", 5));
        awaitFailure(worker, "is not the one that the ledger \"shop\" was opened in");
        assertEquals(0, emptied.list("ledgers/").count());
        store.swap(right);
        assertEquals(2, sent.join().position().height());
      }
    }
  }

  /** As after continue-as-new, on a worker whose store has nothing of it. */
  @Test
  void aLeaseBelowTheKnownPositionIsRefused() throws Exception {
    try (BlobStore store = BlobStores.open("memory:");
        EmbeddedWorker worker = new EmbeddedWorker(store)) {
      Fixture.publishCounter(store);
      String hash = "ab".repeat(32);
      LedgerStart known =
          new LedgerStart("shop", 100, new LedgerPosition(7, hash, hash, hash, 1_000));
      CompletableFuture<BatchSummary> sent = CompletableFuture.supplyAsync(
          () -> worker.ledgers.submit(known, Submission.inline(deploy("c"))));
      awaitFailure(worker, "up to height 0, and it stood at 7 before");
      assertFalse(sent.isDone());
      assertEquals(0, store.list("ledgers/").count());
    }
  }

  private static WorkflowStub untyped(EmbeddedWorker worker, String id) {
    return worker
        .client()
        .newUntypedWorkflowStub(
            "LedgerWorkflow",
            WorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setTaskQueue(LedgerClient.TASK_QUEUE_DEFAULT)
                .build());
  }

  /** What starters in other languages send. */
  @Test
  void allOfTheStartMayBeLeftOut() throws Exception {
    try (BlobStore store = BlobStores.open("memory:");
        EmbeddedWorker worker = new EmbeddedWorker(store)) {
      Fixture.publishCounter(store);
      untyped(worker, "wastm-ledger-none").start();
      untyped(worker, "wastm-ledger-empty").start(Map.of());
      untyped(worker, "wastm-ledger-named").start(Map.of("ledger", "named"));
      untyped(worker, "wastm-ledger-null").start((Object) null);
      for (String name : new String[] {"none", "empty", "named", "null"}) {
        assertEquals(
            1,
            worker
                .workflow(name)
                .submit(Submission.inline(deploy("c")))
                .position()
                .height());
      }
    }
  }

  @Test
  void aWorkflowIsOfTheLedgerInItsIdAlone() {
    try (BlobStore store = BlobStores.open("memory:");
        EmbeddedWorker worker = new EmbeddedWorker(store)) {
      assertRefused(worker, "wastm-ledger-a", Map.of("ledger", "b"), "cannot be started for \"b\"");
      assertRefused(worker, "a", Map.of("ledger", "a"), "has the id \"wastm-ledger-\"");
      assertRefused(
          worker, "wastm-ledger-c", Map.of("checkpointEvery", -1), "a number of batches from 1");
    }
  }

  private static void assertRefused(
      EmbeddedWorker worker, String id, Map<String, Object> start, String words) {
    WorkflowStub workflow = untyped(worker, id);
    workflow.start(start);
    WorkflowFailedException failed =
        assertThrows(WorkflowFailedException.class, () -> workflow.getResult(Void.class));
    ApplicationFailure cause = assertInstanceOf(ApplicationFailure.class, failed.getCause());
    assertEquals(FailureTypes.BAD_REQUEST, cause.getType());
    assertTrue(cause.getOriginalMessage().contains(words), cause.getOriginalMessage());
  }
}
