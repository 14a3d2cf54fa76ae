package dev.wastm.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.activities.Submission;
import dev.wastm.workflows.LedgerClient;
import dev.wastm.workflows.LedgerStart;
import dev.wastm.workflows.NoWorkersException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.TemporalDevServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who submits where nobody works is told so, on a real server: the embedded one does not know who polls. */
@Tag("integration")
@Timeout(120)
class NoWorkersIT {
  private static final LedgerStart START = LedgerStart.of("shop");
  private static final Submission LINES =
      Submission.inline("{\"actor\":\"system\",\"method\":\"requireSignatures\",\"sender\":\"a\"}");

  @TempDir
  private Path folder;

  @Test
  void whoSubmitsToNobodyIsToldSo() throws Exception {
    try (TemporalDevServer server = RealTemporal.startOrSkip(folder)) {
      WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(
          WorkflowServiceStubsOptions.newBuilder().setTarget(server.getTarget()).build());
      try {
        WorkflowClient client = WorkflowClient.newInstance(stubs);
        assertRefused(client, "No worker polls the task queue \"nobody\"");
        assertThrows(
            WorkflowNotFoundException.class,
            () -> client
                .newUntypedWorkflowStub(LedgerStart.workflowId("shop"))
                .getResult(Void.class));
        assertRefused(
            WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder().setNamespace("nowhere").build()),
            "Temporal has no namespace \"nowhere\"");
      } finally {
        stubs.shutdownNow();
      }
    }
  }

  private static void assertRefused(WorkflowClient client, String words) {
    LedgerClient ledgers = new LedgerClient(client, "nobody");
    NoWorkersException refused =
        assertThrows(NoWorkersException.class, () -> ledgers.submit(START, LINES));
    String sentence = String.valueOf(refused.getMessage());
    assertTrue(sentence.startsWith(words), sentence);
    assertEquals(1, sentence.split("Nothing was submitted", -1).length - 1);
  }
}
