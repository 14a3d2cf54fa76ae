package dev.wastm.cli.temporal;

import dev.wastm.cli.io.Failure;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;

/**
 * The connection to a Temporal cluster, configured as Temporal's own tools are: by the {@code TEMPORAL_*} environment variables and
 * Temporal's config file.
 */
public final class TemporalConnection implements AutoCloseable {
  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;

  private TemporalConnection(WorkflowServiceStubs stubs, WorkflowClientOptions options) {
    this.stubs = stubs;
    this.client = WorkflowClient.newInstance(stubs, options);
  }

  public static TemporalConnection open() {
    WorkflowServiceStubsOptions stubsOptions;
    WorkflowClientOptions clientOptions;
    try {
      ClientConfigProfile profile =
          ClientConfigProfile.load(LoadClientConfigProfileOptions.newBuilder().build());
      stubsOptions = profile.toWorkflowServiceStubsOptions();
      clientOptions = profile.toWorkflowClientOptions();
    } catch (IOException | RuntimeException e) {
      throw Failure.badUsage("Temporal's configuration cannot be read: " + e.getMessage());
    }
    try {
      return new TemporalConnection(
          WorkflowServiceStubs.newConnectedServiceStubs(stubsOptions, null), clientOptions);
    } catch (RuntimeException e) {
      throw Failure.of("No Temporal server answers at " + target(stubsOptions) + " ("
          + e.getMessage() + "); start one, or set TEMPORAL_ADDRESS to where it is.");
    }
  }

  /** Where it connects to, which is the SDK's choice where nothing is configured. */
  public static String target(WorkflowServiceStubsOptions configured) {
    return WorkflowServiceStubsOptions.newBuilder(configured)
        .validateAndBuildWithDefaults()
        .getTarget();
  }

  public WorkflowClient client() {
    return client;
  }

  @Override
  public void close() {
    stubs.shutdownNow();
  }
}
