package dev.wastm.cli.worker;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.cli.io.ProcessEnd;
import dev.wastm.cli.option.ExecutionFlags;
import dev.wastm.cli.option.KeyOption;
import dev.wastm.cli.option.StoreOption;
import dev.wastm.cli.option.TaskQueueOption;
import dev.wastm.cli.temporal.TemporalConnection;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.execution.HeapNeed;
import dev.wastm.ledger.key.SigningKey;
import dev.wastm.ledger.protocol.Protocols;
import dev.wastm.plugin.WastmPlugin;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code wastm worker}: a worker against a Temporal cluster, until it is stopped. */
@Command(
    name = "worker",
    description =
        "Runs a worker against the Temporal cluster that the TEMPORAL_* environment variables and Temporal's"
            + " config file name, until stopped. At its start it says how much heap it needs for its options, beside the"
            + " states of its ledgers; set it with WASTM_JAVA_OPTIONS=-Xmx. It ends with exit code 3 where the heap did not suffice.",
    mixinStandardHelpOptions = true)
public final class WorkerCommand implements Callable<Integer> {
  /** What is under way gets so long to finish; a batch cut short is simply executed again elsewhere. */
  private static final long STOP_WAIT_SECONDS = 30;

  @Mixin
  private StoreOption storeOption = new StoreOption();

  @Mixin
  private ExecutionFlags flags = new ExecutionFlags();

  @Mixin
  private KeyOption headerKey = new KeyOption();

  @Mixin
  private TaskQueueOption taskQueue = new TaskQueueOption();

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Optional<SigningKey> signer = headerKey.read();
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      stop.countDown();
      awaitQuietly(stopped);
    }));
    try (BlobStore store = storeOption.openPatiently();
        TemporalConnection temporal = TemporalConnection.open();
        WastmPlugin plugin = plugin(store, signer)) {
      WorkerFactory factory = WorkerFactory.newInstance(
          temporal.client(),
          WorkerFactoryOptions.newBuilder().setPlugins(plugin).build());
      factory.start();
      sayHeap(flags.options());
      say("Worker ready on task queue \"" + taskQueue.name() + "\", blob store " + store
          + ". Stop it with Ctrl-C.");
      stop.await();
      factory.shutdown();
      factory.awaitTermination(STOP_WAIT_SECONDS, TimeUnit.SECONDS);
      say(plugin.moduleStatistics().describe());
    } finally {
      stopped.countDown();
    }
    return 0;
  }

  private WastmPlugin plugin(BlobStore store, Optional<SigningKey> signer) {
    WastmPlugin.Builder builder = WastmPlugin.newBuilder(store)
        .setExecution(flags.options())
        .setCompiledCode(flags.compiledCode())
        .setTaskQueue(taskQueue.name())
        .setExhaustionHandler(error -> ProcessEnd.halt());
    signer.ifPresent(builder::setSigner);
    return builder.build();
  }

  private void sayHeap(ExecutionOptions options) {
    long neededMiB = HeapNeed.mebibytes(options, Protocols.known().newest());
    long maxMiB = Runtime.getRuntime().maxMemory() >> 20;
    say("Heap needed with " + options.threads() + " executing threads: " + neededMiB
        + " MiB, and the states of the ledgers beside; there are " + maxMiB + " MiB.");
    if (maxMiB < neededMiB) {
      spec.commandLine()
          .getErr()
          .println(
              "wastm: the largest batches that are allowed may not fit into this heap; set WASTM_JAVA_OPTIONS=-Xmx"
                  + neededMiB + "m or more.");
      spec.commandLine().getErr().flush();
    }
  }

  private void say(String line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(STOP_WAIT_SECONDS + 5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
