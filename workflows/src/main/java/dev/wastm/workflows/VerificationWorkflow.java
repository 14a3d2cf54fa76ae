package dev.wastm.workflows;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Replays a range of a ledger's journal, window by window, on whatever workers there are. */
@WorkflowInterface
public interface VerificationWorkflow {
  /** Answers "verified" or the first difference. Fails where the ledger has no such heights. */
  @WorkflowMethod
  VerificationReport verify(VerificationRequest request);

  @QueryMethod
  VerificationProgress progress();
}
