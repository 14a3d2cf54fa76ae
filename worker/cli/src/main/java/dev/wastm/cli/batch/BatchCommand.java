package dev.wastm.cli.batch;

import dev.wastm.activities.BatchSummary;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.cli.io.BatchPrinter;
import dev.wastm.cli.io.Failure;
import dev.wastm.cli.io.InputFile;
import dev.wastm.cli.option.JsonOption;
import dev.wastm.cli.option.LedgerOption;
import dev.wastm.cli.option.TaskQueueOption;
import dev.wastm.cli.temporal.Submissions;
import dev.wastm.cli.temporal.TemporalConnection;
import dev.wastm.ledger.batch.BatchOutcome;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.module.ModuleNames;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.protocol.Protocols;
import dev.wastm.ledger.report.Sentences;
import dev.wastm.workflows.LedgerClient;
import dev.wastm.workflows.LedgerStart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code wastm batch}: what a workflow starter does, from a shell. */
@Command(
    name = "batch",
    description = "Submits batches through Temporal.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class BatchCommand {
  @Command(
      name = "submit",
      description =
          "Submits a file of transactions to a ledger's workflow, started where it does not run yet, and waits"
              + " for the receipts. With --json, prints a receipt a line, then the batch, as wastm exec does.",
      mixinStandardHelpOptions = true)
  int submit(
      @Parameters(paramLabel = "FILE", description = "Transactions, one JSON object a line.")
          Path file,
      @Mixin LedgerOption ledger,
      @Mixin TaskQueueOption taskQueue,
      @Mixin JsonOption json)
      throws IOException, CorruptRecordException {
    long bytesMax = Protocols.known().largest(protocol -> protocol.batch().inputBytes());
    byte[] text = InputFile.read(file, Math.toIntExact(bytesMax), "a batch's transactions");
    try (BlobStore store = ledger.openStore();
        TemporalConnection temporal = TemporalConnection.open()) {
      BatchSummary summary = new LedgerClient(temporal.client(), taskQueue.name())
          .submit(LedgerStart.of(ledger.name()), Submissions.of(store, ledger.name(), text));
      BatchPrinter printer = BatchPrinter.of(json.out(), summary);
      if (json.isOn()) {
        printer.printJson(receipts(summary, store));
      } else {
        printer.printSummary(
            TimeUnit.MILLISECONDS.toNanos(summary.executionMs()),
            OptionalLong.of(summary.reExecutions()));
      }
    }
    return 0;
  }

  /** Receipts that are too large for a workflow's answer are in the journal. */
  private static BatchPrinter.Receipts receipts(BatchSummary summary, BlobStore store)
      throws CorruptRecordException {
    if (summary.receipts() != null) {
      return BatchPrinter.Receipts.of(summary.receipts());
    }
    Journal journal = new Journal(store, summary.ledger());
    long height = summary.position().height();
    BatchOutcome outcome = journal.newestHeight() < height ? null : journal.require(height);
    if (outcome == null
        || !outcome.header().hash().hex().equals(summary.position().headerHash())) {
      throw Failure.of("The batch has taken effect at height " + height + " of the ledger \""
          + summary.ledger() + "\", with the header " + summary.position().headerHash()
          + "; but it is not in this blob store, and its receipts are too large to come with the answer."
          + " Name the workers' store with --blob-store (wastm ledger receipt shows each).");
    }
    return BatchPrinter.Receipts.of(outcome, Sentences.of(new ModuleNames(new ModuleStore(store))));
  }
}
