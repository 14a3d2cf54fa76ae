package dev.wastm.workflows;

import dev.wastm.activities.impl.BatchActivitiesImpl;
import dev.wastm.activities.impl.Heartbeat;
import dev.wastm.activities.impl.HostedLedgers;
import dev.wastm.activities.impl.LedgerActivitiesImpl;
import dev.wastm.activities.impl.VerificationActivitiesImpl;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.wasm.CompiledCode;
import io.temporal.client.WorkflowClient;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.util.Optional;

/** The workflows and the real activities on Temporal's embedded server, in real time: timers wait, since leases depend on what activities do meanwhile. */
final class EmbeddedWorker implements AutoCloseable {
  private static final String HOST_QUEUE = LedgerClient.TASK_QUEUE_DEFAULT + "-host";

  private final TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance(
      TestEnvironmentOptions.newBuilder().setUseTimeskipping(false).build());
  private final HostedLedgers hosted;
  final LedgerClient ledgers =
      new LedgerClient(environment.getWorkflowClient(), LedgerClient.TASK_QUEUE_DEFAULT);

  EmbeddedWorker(BlobStore store) {
    ExecutionOptions options = ExecutionOptions.fastest();
    this.hosted = new HostedLedgers(store, options, Optional.empty(), CompiledCode.none());
    Heartbeat heartbeat = new Heartbeat(error -> {});
    Worker shared = environment.newWorker(LedgerClient.TASK_QUEUE_DEFAULT);
    shared.registerWorkflowImplementationTypes(
        LedgerWorkflowImpl.class, VerificationWorkflowImpl.class);
    shared.registerActivitiesImplementations(
        new LedgerActivitiesImpl(hosted, heartbeat, HOST_QUEUE),
        new VerificationActivitiesImpl(store, heartbeat, options.threads(), CompiledCode.none()));
    environment
        .newWorker(HOST_QUEUE)
        .registerActivitiesImplementations(new BatchActivitiesImpl(hosted, heartbeat));
    environment.start();
  }

  WorkflowClient client() {
    return environment.getWorkflowClient();
  }

  /** The workflow of a ledger that has been started. */
  LedgerWorkflow workflow(String ledger) {
    return client().newWorkflowStub(LedgerWorkflow.class, LedgerStart.workflowId(ledger));
  }

  @Override
  public void close() {
    environment.close();
    hosted.close();
  }
}
