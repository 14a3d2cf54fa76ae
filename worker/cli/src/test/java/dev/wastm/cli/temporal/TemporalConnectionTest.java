package dev.wastm.cli.temporal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import org.junit.jupiter.api.Test;

class TemporalConnectionTest {
  @Test
  void namesWhereItConnectsTo() {
    assertEquals(
        "127.0.0.1:7233",
        TemporalConnection.target(WorkflowServiceStubsOptions.newBuilder().build()));
    assertEquals(
        "temporal.example.com:7233",
        TemporalConnection.target(WorkflowServiceStubsOptions.newBuilder()
            .setTarget("temporal.example.com:7233")
            .build()));
  }
}
