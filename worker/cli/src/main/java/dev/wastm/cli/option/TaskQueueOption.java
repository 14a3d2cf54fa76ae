package dev.wastm.cli.option;

import dev.wastm.workflows.LedgerClient;
import picocli.CommandLine.Option;

/** {@code --task-queue}, where workers and those who submit find each other. */
public final class TaskQueueOption {
  @Option(
      names = "--task-queue",
      paramLabel = "NAME",
      description = "The workers' common task queue. Default: ${DEFAULT-VALUE}.")
  private String name = LedgerClient.TASK_QUEUE_DEFAULT;

  public String name() {
    return name;
  }
}
