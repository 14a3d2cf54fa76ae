package dev.wastm.plugin;

import dev.wastm.blobstore.BlobStores;
import dev.wastm.ledger.key.SigningKey;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A worker in a process of its own, for killing, that signs with {@link Host#SIGNER}. It ends by itself with the process that started it. */
final class WorkerProcess implements AutoCloseable {
  private final Process process;

  private WorkerProcess(Process process) {
    this.process = process;
  }

  static WorkerProcess start(String temporalTarget, String storeUri, Path logFolder)
      throws IOException {
    Path key = Files.write(logFolder.resolve("key.json"), Host.SIGNER.encode());
    File log = Files.createTempFile(logFolder, "worker", ".log").toFile();
    return new WorkerProcess(new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            WorkerProcess.class.getName(),
            temporalTarget,
            storeUri,
            key.toString())
        .redirectErrorStream(true)
        .redirectOutput(log)
        .start());
  }

  /** Ends the process with SIGKILL, and waits until it is gone. */
  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Arguments: the server's address, the blob store's URI, and the key's file. */
  public static void main(String[] args) throws IOException {
    WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(
        WorkflowServiceStubsOptions.newBuilder().setTarget(args[0]).build());
    WastmPlugin plugin = WastmPlugin.newBuilder(BlobStores.open(args[1]))
        .setSigner(SigningKey.decode(Files.readAllBytes(Path.of(args[2]))))
        .build();
    WorkerFactory.newInstance(
            WorkflowClient.newInstance(stubs),
            WorkerFactoryOptions.newBuilder().setPlugins(plugin).build())
        .start();
    while (System.in.read() >= 0) {
      // Whatever is said: only the end of the input counts.
    }
    Runtime.getRuntime().halt(0);
  }
}
