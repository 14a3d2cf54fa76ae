package dev.wastm.workflows;

import dev.wastm.activities.BatchSummary;
import dev.wastm.activities.Submission;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import java.util.Objects;
import java.util.UUID;

/** What a workflow starter written in Java uses; in other languages the workflows are called by their names. Thread-safe. */
public final class LedgerClient {
  /** The task queue that workers share unless told otherwise. */
  public static final String TASK_QUEUE_DEFAULT = "wastm";

  private final WorkflowClient client;
  private final String taskQueue;
  private final WorkerPresence workers;

  public LedgerClient(WorkflowClient client, String taskQueue) {
    this.client = client;
    this.taskQueue = taskQueue;
    this.workers = new WorkerPresence(client, taskQueue);
  }

  /**
   * The workflow of a ledger, started where it does not run yet.
   *
   * @param start names the ledger
   * @throws NoWorkersException where nobody polls the task queue
   */
  public LedgerWorkflow ledger(LedgerStart start) {
    String id = LedgerStart.workflowId(Objects.requireNonNull(start.ledger()));
    workers.require();
    WorkflowOptions options = WorkflowOptions.newBuilder()
        .setWorkflowId(id)
        .setTaskQueue(taskQueue)
        .setWorkflowIdConflictPolicy(
            WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
        .build();
    LedgerWorkflow workflow = client.newWorkflowStub(LedgerWorkflow.class, options);
    WorkflowClient.start(workflow::run, start);
    return client.newWorkflowStub(LedgerWorkflow.class, id);
  }

  /**
   * Submits a batch and waits until it has taken effect.
   *
   * @throws NoWorkersException where nobody polls the task queue
   * @throws io.temporal.client.WorkflowUpdateException where the submission is refused; its cause is a sentence
   */
  public BatchSummary submit(LedgerStart start, Submission submission) {
    return ledger(start).submit(submission);
  }

  /** A verification, not yet started: start it with {@link WorkflowClient#start} or call it and wait. */
  public VerificationWorkflow newVerification(String ledger) {
    WorkflowOptions options = WorkflowOptions.newBuilder()
        .setWorkflowId("wastm-verification-" + ledger + "-" + UUID.randomUUID())
        .setTaskQueue(taskQueue)
        .build();
    return client.newWorkflowStub(VerificationWorkflow.class, options);
  }
}
