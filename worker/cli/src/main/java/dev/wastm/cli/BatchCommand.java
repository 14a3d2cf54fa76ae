package dev.wastm.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wastm.activities.BatchSummary;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.ledger.batch.InvalidTransactionsException;
import dev.wastm.ledger.submission.TransactionsFile;
import dev.wastm.ledger.protocol.Protocol;
import dev.wastm.ledger.protocol.Protocols;
import dev.wastm.workflows.LedgerClient;
import dev.wastm.workflows.LedgerStart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wastm batch}: what a workflow starter does, from a shell. */
@Command(
    name = "batch",
    description = "Submits batches through Temporal.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class BatchCommand {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec
  private CommandSpec spec;

  @Command(
      name = "submit",
      description =
          "Submits a file of transactions to a ledger's workflow, started where it does not run yet, and waits"
              + " for the receipts.",
      mixinStandardHelpOptions = true)
  int submit(
      @Parameters(paramLabel = "FILE", description = "Transactions, one JSON object a line.")
          Path file,
      @Mixin LedgerOption ledger,
      @Mixin StoreOption storeOption,
      @Option(
              names = "--task-queue",
              paramLabel = "NAME",
              defaultValue = LedgerClient.TASK_QUEUE_DEFAULT,
              description = "The workers' common task queue. Default: ${DEFAULT-VALUE}.")
          String taskQueue,
      @Option(
              names = "--json",
              description = "Print the receipts, one JSON object a line, then the batch.")
          boolean json)
      throws IOException, InvalidTransactionsException {
    Protocol protocol = Protocols.known().newest();
    byte[] text = InputFile.readAtMost(file, protocol.batch().inputBytes());
    TransactionsFile.parse(file.toString(), new ByteArrayInputStream(text), protocol);
    try (BlobStore store = storeOption.open();
        TemporalConnection temporal = TemporalConnection.open()) {
      BatchSummary summary = new LedgerClient(temporal.client(), taskQueue)
          .submit(LedgerStart.of(ledger.name()), Submissions.of(store, ledger.name(), text));
      print(summary, json);
    }
    return 0;
  }

  private void print(BatchSummary summary, boolean json) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JSON.writeValueAsString(summary));
    } else {
      SummaryPrinter.print(out, summary);
    }
    out.flush();
  }
}
