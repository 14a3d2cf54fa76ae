package dev.wastm.plugin;

import dev.wastm.blobstore.BlobStores;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;

/** A worker in a process of its own, for killing. */
final class WorkerProcess {
  private WorkerProcess() {}

  /** Arguments: the server's address, and the blob store's URI. */
  public static void main(String[] args) {
    WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(
        WorkflowServiceStubsOptions.newBuilder().setTarget(args[0]).build());
    WastmPlugin plugin = WastmPlugin.newBuilder(BlobStores.open(args[1])).build();
    // The embedded server never takes a task back from the sticky queue of a worker that is gone,
    // as a real one does.
    WorkerFactoryOptions options = WorkerFactoryOptions.newBuilder()
        .setPlugins(plugin)
        .setWorkflowCacheSize(0)
        .build();
    WorkerFactory.newInstance(WorkflowClient.newInstance(stubs), options).start();
  }
}
