package dev.wastm.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
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
import dev.wastm.ledger.Rewriting;
import dev.wastm.ledger.journal.HeightName;
import dev.wastm.workflows.LedgerClient;
import dev.wastm.workflows.LedgerStart;
import dev.wastm.workflows.VerificationReport;
import dev.wastm.workflows.VerificationRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.TemporalDevServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real workers, in processes of their own, ended with SIGKILL. On a real server, because the embedded one loses tasks that it gave to a
 * connection which is gone, and then waits for ever.
 */
@Tag("kill")
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KilledWorkerIT {
  private static final LedgerStart START = new LedgerStart("shop", 3);
  private static final int BATCHES = 12;
  private static final int TRANSACTIONS = 500;
  private static final long ALL_SENT_WITHIN_S = 180;

  private static final String DEPLOY =
      "{\"actor\":\"system\",\"method\":\"deploy\",\"args\":{\"actor\":\"c\",\"module\":\"counter@1.0.0\",\"init\":{}}}\n";
  private static final String INCREMENT =
      "{\"actor\":\"c\",\"method\":\"increment\",\"args\":{\"by\":1}}\n";

  @TempDir
  private Path folder;

  private String storeUri = "";

  @BeforeEach
  void publish() throws Exception {
    storeUri = folder.resolve("store").toUri().toString();
    try (BlobStore store = BlobStores.open(storeUri)) {
      Fixture.publishCounter(store);
    }
  }

  @Test
  void workersKilledUnderLoadLoseAndDoubleNothing() throws Exception {
    try (TemporalDevServer server = RealTemporal.startOrSkip(folder);
        Connection connection = new Connection(server.getTarget())) {
      LedgerClient client = connection.client();
      List<CompletableFuture<BatchSummary>> sent = new ArrayList<>();
      WorkerProcess worker = WorkerProcess.start(server.getTarget(), storeUri, folder);
      try {
        client.submit(START, Submission.inline(DEPLOY));
        for (int i = 0; i < BATCHES; i++) {
          Submission batch = Submission.inline(INCREMENT.repeat(TRANSACTIONS));
          sent.add(CompletableFuture.supplyAsync(() -> client.submit(START, batch)));
          if (i % 5 == 2) {
            worker.close();
            worker = WorkerProcess.start(server.getTarget(), storeUri, folder);
          }
        }
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
            .get(ALL_SENT_WITHIN_S, TimeUnit.SECONDS);
        BatchSummary summary = client.submit(START, Submission.inline(INCREMENT));
        assertEquals(BATCHES + 2, summary.position().height());
        assertTotal(BATCHES * TRANSACTIONS + 1, summary);
        assertVerifies(client);
        assertRewritingHalts(client);
      } finally {
        worker.close();
      }
    }
  }

  /** A store that is attacked below a running worker: what lies where its signature belongs is replaced; another newest batch halts it. */
  private void assertRewritingHalts(LedgerClient client) throws Exception {
    try (BlobStore store = BlobStores.open(storeUri)) {
      store.put(
          BlobKey.of("ledgers/shop/signatures/" + HeightName.of(BATCHES + 3) + "/"
              + Host.SIGNER.verification().hex() + ".sig"),
          new byte[64],
          PutMode.IF_ABSENT);
      client.submit(START, Submission.inline(INCREMENT));
      assertVerifies(client);
      Rewriting.newest(store, "shop", INCREMENT.repeat(7));
    }
    ApplicationFailure failure = assertInstanceOf(
        ApplicationFailure.class,
        assertThrows(
                WorkflowUpdateException.class,
                () -> client.submit(START, Submission.inline(INCREMENT)))
            .getCause());
    assertTrue(
        failure.getOriginalMessage().contains("was rewritten below this worker"),
        failure.getOriginalMessage());
  }

  private static void assertTotal(int total, BatchSummary summary) {
    String receipts = String.valueOf(summary.receipts());
    assertTrue(receipts.contains("{\"value\":" + total + "}"), receipts);
  }

  private static void assertVerifies(LedgerClient client) {
    VerificationReport report = client
        .newVerification("shop")
        .verify(new VerificationRequest(
            "shop",
            new HeightRange(1, 0),
            new ReplayOptions("compiled", "sequential"),
            2,
            Host.SIGNER.verification().name(),
            null,
            null));
    assertTrue(report.verified(), report.difference());
  }

  private static final class Connection implements AutoCloseable {
    private final WorkflowServiceStubs stubs;

    Connection(String target) {
      stubs = WorkflowServiceStubs.newServiceStubs(
          WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
    }

    LedgerClient client() {
      return new LedgerClient(WorkflowClient.newInstance(stubs), LedgerClient.TASK_QUEUE_DEFAULT);
    }

    @Override
    public void close() {
      stubs.shutdownNow();
    }
  }
}
