package dev.wastm.plugin;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.ledger.key.SigningKey;
import dev.wastm.workflows.LedgerClient;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.util.concurrent.TimeUnit;

/** A worker factory with the plugin, against an embedded server. */
final class Host implements AutoCloseable {
  private static final int WORKFLOWS_CACHED = 100;
  static final SigningKey SIGNER = SigningKey.generate();

  private final WorkflowServiceStubs stubs;
  private final WastmPlugin plugin;
  private final WorkerFactory factory;
  final WorkflowClient client;
  final LedgerClient ledgers;

  Host(TestServer.InProcessTestServer server, BlobStore store) {
    this(server, WastmPlugin.newBuilder(store).setSigner(SIGNER).build());
  }

  Host(TestServer.InProcessTestServer server, WastmPlugin plugin) {
    this(server, plugin, WORKFLOWS_CACHED);
  }

  /** @param workflowsCached 0 where another host is to take over: the embedded server leaves cached workflows with the host that has them */
  Host(TestServer.InProcessTestServer server, WastmPlugin plugin, int workflowsCached) {
    this.stubs = WorkflowServiceStubs.newServiceStubs(
        WorkflowServiceStubsOptions.newBuilder().setChannel(server.getChannel()).build());
    this.client = WorkflowClient.newInstance(stubs);
    this.plugin = plugin;
    this.factory = WorkerFactory.newInstance(
        client,
        WorkerFactoryOptions.newBuilder()
            .setWorkflowCacheSize(workflowsCached)
            .setPlugins(plugin)
            .build());
    this.ledgers = new LedgerClient(client, LedgerClient.TASK_QUEUE_DEFAULT);
    factory.start();
  }

  /** Stops as a killed process does: nothing under way is waited for. */
  @Override
  public void close() {
    factory.shutdownNow();
    factory.awaitTermination(20, TimeUnit.SECONDS);
    plugin.close();
    stubs.shutdownNow();
  }
}
