package dev.wastm.workflows;

import dev.wastm.activities.BatchSummary;
import dev.wastm.activities.Submission;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/**
 * A ledger: gives each submission a height, a timestamp and a seed, and has it executed, one after the other. Its workflow id is {@link
 * LedgerStart#workflowId}. It lives until it is closed, and continues as new as often as its history asks for.
 */
@WorkflowInterface
public interface LedgerWorkflow {
  @WorkflowMethod
  void run(@Nullable LedgerStart start);

  /**
   * Executes a submission as the next batch, and answers when it has taken effect. Submissions wait for each other in the order in which
   * they came. Fails with {@link dev.wastm.activities.FailureTypes} where the submission is invalid or the ledger is halted.
   */
  @UpdateMethod
  BatchSummary submit(Submission submission);

  @UpdateValidatorMethod(updateName = "submit")
  void validateSubmit(Submission submission);

  @QueryMethod
  LedgerStatus status();

  /** Lets what was submitted finish, then ends the workflow. The ledger itself stays, and may be started again. */
  @SignalMethod
  void close();
}
