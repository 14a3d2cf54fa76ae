package dev.wastm.workflows;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.client.WorkflowClient;
import java.time.Duration;

/**
 * Whether anybody polls a task queue, asked before a workflow is started on it: it would wait there for ever, and under its id no other one could be
 * started. Thread-safe.
 */
final class WorkerPresence {
  /** As long as a worker takes that is started together with its first caller. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** So long, who has polled is taken to be there still. */
  private static final Duration TRUST = Duration.ofSeconds(30);

  private static final Duration PAUSE = Duration.ofMillis(200);

  private final WorkflowClient client;
  private final String taskQueue;

  /** By {@link System#nanoTime}; threads that race to ask store nearly the same. */
  private volatile long trustedUntilNs = System.nanoTime();

  WorkerPresence(WorkflowClient client, String taskQueue) {
    this.client = client;
    this.taskQueue = taskQueue;
  }

  /** @throws NoWorkersException where nobody polls the queue, or there is no such namespace */
  void require() {
    long startNs = System.nanoTime();
    if (startNs - trustedUntilNs < 0) {
      return;
    }
    while (!isPolled()) {
      if (System.nanoTime() - startNs > PATIENCE.toNanos()) {
        throw new NoWorkersException(
            "No worker polls the task queue \"" + taskQueue
                + "\" in Temporal's namespace \"" + client.getOptions().getNamespace()
                + "\". Nothing was submitted: start a worker (wastm worker), or name the queue that yours poll.");
      }
      pause();
    }
    trustedUntilNs = System.nanoTime() + TRUST.toNanos();
  }

  private boolean isPolled() {
    String namespace = client.getOptions().getNamespace();
    try {
      return client
              .getWorkflowServiceStubs()
              .blockingStub()
              .describeTaskQueue(DescribeTaskQueueRequest.newBuilder()
                  .setNamespace(namespace)
                  .setTaskQueue(TaskQueue.newBuilder().setName(taskQueue))
                  .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW)
                  .build())
              .getPollersCount()
          > 0;
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        throw new NoWorkersException(
            "Temporal has no namespace \"" + namespace
                + "\". Nothing was submitted: create it, or name the one that your workers are in (TEMPORAL_NAMESPACE).");
      }
      // A server that cannot tell, such as the embedded one, is taken at its word that it runs what
      // it is given.
      return true;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoWorkersException(
          "Whether there are workers was not found out, because this thread was interrupted. Nothing was submitted.");
    }
  }
}
