package dev.wastm.cli.demo;

import dev.wastm.activities.BatchSummary;
import dev.wastm.activities.HeightRange;
import dev.wastm.activities.ReplayOptions;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.blobstore.PutMode;
import dev.wastm.cli.io.BatchPrinter;
import dev.wastm.cli.option.ExecutionFlags;
import dev.wastm.cli.temporal.Submissions;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.module.ModuleRef;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.module.TagMovedException;
import dev.wastm.plugin.WastmPlugin;
import dev.wastm.wasm.validation.InvalidModuleException;
import dev.wastm.workflows.LedgerClient;
import dev.wastm.workflows.LedgerStart;
import dev.wastm.workflows.VerificationReport;
import dev.wastm.workflows.VerificationRequest;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wastm demo}: the main job end to end, on embedded parts. */
@Command(
    name = "demo",
    description =
        "Runs the main job end to end, on Temporal's embedded server and a new folder: publishes the counter,"
            + " submits a batch of 10 000 transactions over 1 000 actors through a workflow, and verifies the ledger by"
            + " replaying it on the other engine.",
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
  private static final String LEDGER = "demo";
  private static final ModuleRef.Tag COUNTER = ModuleRef.parseTag("counter@1.0.0");
  private static final ReplayOptions OTHER_ENGINE = new ReplayOptions("interpreter", "sequential");

  @Option(
      names = "--corrupt",
      description =
          "Flip a byte in the stored journal before verifying; verification must find it.")
  private boolean corrupt;

  @Mixin
  private ExecutionFlags flags = new ExecutionFlags();

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call()
      throws IOException, InvalidModuleException, TagMovedException, InterruptedException {
    Path folder = Files.createTempDirectory("wastm-demo-");
    String uri = folder.toUri().toString();
    say("Blob store: " + uri);
    try (BlobStore store = BlobStores.open(uri);
        EmbeddedTemporal temporal = new EmbeddedTemporal();
        WastmPlugin plugin = WastmPlugin.newBuilder(store)
            .setExecution(flags.options())
            .setCompiledCode(flags.compiledCode())
            .build()) {
      WorkerFactory factory = WorkerFactory.newInstance(
          temporal.client(),
          WorkerFactoryOptions.newBuilder().setPlugins(plugin).build());
      factory.start();
      say("Started Temporal's embedded server and a worker with the WASTM plugin.");
      try {
        LedgerClient client = new LedgerClient(temporal.client(), LedgerClient.TASK_QUEUE_DEFAULT);
        submitBatches(store, client);
        return verify(store, client, uri);
      } finally {
        factory.shutdownNow();
        factory.awaitTermination(10, TimeUnit.SECONDS);
      }
    }
  }

  private void submitBatches(BlobStore store, LedgerClient client)
      throws IOException, InvalidModuleException, TagMovedException {
    String digest = new ModuleStore(store).publish(counterModule(), COUNTER).hex();
    say("Published " + COUNTER + " (" + digest.substring(0, 12) + "…).");
    LedgerStart start = new LedgerStart(LEDGER, 1);
    say("Deploying " + Transactions.ACTORS + " counters …");
    submit(store, client, start, Transactions.deployments(COUNTER.toString()));
    say("Submitting " + Transactions.CALLS + " transactions through the ledger's workflow …");
    submit(store, client, start, Transactions.calls());
  }

  private void submit(
      BlobStore store, LedgerClient client, LedgerStart start, byte[] transactions) {
    BatchSummary summary = client.submit(start, Submissions.of(store, LEDGER, transactions));
    BatchPrinter.of(out(), summary)
        .printSummary(
            TimeUnit.MILLISECONDS.toNanos(summary.executionMs()),
            OptionalLong.of(summary.reExecutions()));
  }

  private int verify(BlobStore store, LedgerClient client, String uri) {
    if (corrupt) {
      corruptJournal(store);
    }
    say("Replaying all of it as a workflow: " + OTHER_ENGINE.engine() + ", "
        + OTHER_ENGINE.scheduler() + " …");
    VerificationReport report = client
        .newVerification(LEDGER)
        .verify(VerificationRequest.of(LEDGER, new HeightRange(1, 0), OTHER_ENGINE, 2));
    if (report.difference() != null) {
      say("NOT verified: " + report.difference());
      return 1;
    }
    say("verified: " + report.transactions()
        + " transactions, every receipt and every root; state root " + report.stateRoot());
    say("Look around: ./wastm ledger status --ledger " + LEDGER + " --blob-store " + uri);
    return 0;
  }

  private void corruptJournal(BlobStore store) {
    BlobKey key = new Journal(store, LEDGER).key(2);
    byte[] record = store.get(key);
    int place = record.length / 2;
    record[place] ^= 1;
    store.put(key, record, PutMode.OVERWRITE);
    say("Flipped a bit of byte " + place + " in " + key + ".");
  }

  private static byte[] counterModule() throws IOException {
    try (InputStream wasm = DemoCommand.class.getResourceAsStream("counter.wasm")) {
      if (wasm == null) {
        throw new IllegalStateException("The jar was built without counter.wasm.");
      }
      return wasm.readAllBytes();
    }
  }

  private void say(String line) {
    out().println(line);
    out().flush();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
