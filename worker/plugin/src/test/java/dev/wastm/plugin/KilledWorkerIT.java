package dev.wastm.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.activities.BatchSummary;
import dev.wastm.activities.HeightRange;
import dev.wastm.activities.ReplayOptions;
import dev.wastm.activities.Submission;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.ledger.module.ModuleRef;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.workflows.LedgerClient;
import dev.wastm.workflows.LedgerStart;
import dev.wastm.workflows.VerificationReport;
import dev.wastm.workflows.VerificationRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import java.io.File;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real workers, in processes of their own, killed with SIGKILL while batches are under way. */
@Timeout(300)
class KilledWorkerIT {
  private static final Path COUNTER =
      Path.of("../../assemblyscript-examples/examples/counter/counter.wasm");
  private static final LedgerStart START = new LedgerStart("shop", 3);
  private static final int BATCHES = 12;
  private static final int TRANSACTIONS = 500;

  @TempDir
  private Path folder;

  private int port;
  private String storeUri = "";

  @Test
  void anotherWorkerContinuesTheLedgerAndNothingIsLostOrDoubled() throws Exception {
    storeUri = folder.resolve("store").toUri().toString();
    port = freePort();
    try (TestServer.PortBoundTestServer server = TestServer.createPortBoundServer(port);
        BlobStore store = BlobStores.open(storeUri)) {
      new ModuleStore(store)
          .publish(Files.readAllBytes(COUNTER), ModuleRef.parseTag("counter@1.0.0"));
      WorkflowServiceStubs stubs =
          WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
              .setTarget("127.0.0.1:" + port)
              .build());
      try {
        run(new LedgerClient(WorkflowClient.newInstance(stubs), LedgerClient.TASK_QUEUE_DEFAULT));
      } finally {
        stubs.shutdownNow();
      }
    }
  }

  private void run(LedgerClient client) throws Exception {
    Process worker = startWorker();
    try {
      client.submit(START, Submission.inline(DEPLOY));
      List<CompletableFuture<BatchSummary>> sent = new ArrayList<>();
      for (int i = 0; i < BATCHES; i++) {
        Submission batch = Submission.inline(INCREMENT.repeat(TRANSACTIONS));
        sent.add(CompletableFuture.supplyAsync(() -> client.submit(START, batch)));
        if (i % 5 == 2) {
          worker.destroyForcibly().waitFor();
          worker = startWorker();
        }
      }
      sent.forEach(CompletableFuture::join);
      BatchSummary summary = client.submit(START, Submission.inline(INCREMENT));
      assertEquals(BATCHES + 2, summary.position().height());
      String total = "{\"value\":" + (BATCHES * TRANSACTIONS + 1) + "}";
      assertTrue(String.valueOf(summary.receipts()).contains(total), summary.receipts());
      VerificationReport report = client
          .newVerification("shop")
          .verify(new VerificationRequest(
              "shop", new HeightRange(1, 0), new ReplayOptions("compiled", "sequential"), 2));
      assertTrue(report.verified(), report.difference());
    } finally {
      worker.destroyForcibly().waitFor();
    }
  }

  private static final String DEPLOY =
      "{\"actor\":\"system\",\"method\":\"deploy\",\"args\":{\"actor\":\"c\",\"module\":\"counter@1.0.0\",\"init\":{}}}\n";
  private static final String INCREMENT =
      "{\"actor\":\"c\",\"method\":\"increment\",\"args\":{\"by\":1}}\n";

  private Process startWorker() throws Exception {
    ProcessBuilder builder = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        WorkerProcess.class.getName(),
        "127.0.0.1:" + port,
        storeUri);
    File log = Files.createTempFile(folder, "worker", ".log").toFile();
    return builder.redirectErrorStream(true).redirectOutput(log).start();
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
