package dev.wastm.cli.batch;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.cli.io.BatchPrinter;
import dev.wastm.cli.io.Failure;
import dev.wastm.cli.io.InputFile;
import dev.wastm.cli.option.ExecutionFlags;
import dev.wastm.cli.option.HashArgument;
import dev.wastm.cli.option.JsonOption;
import dev.wastm.cli.option.KeyOption;
import dev.wastm.cli.option.LedgerOption;
import dev.wastm.ledger.Ledger;
import dev.wastm.ledger.batch.Batch;
import dev.wastm.ledger.batch.InvalidTransactionsException;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.execution.ExecutedBatch;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.ForkException;
import dev.wastm.ledger.journal.LedgerHead;
import dev.wastm.ledger.journal.LedgerSignatures;
import dev.wastm.ledger.journal.NotAdmittedException;
import dev.wastm.ledger.key.SigningKey;
import dev.wastm.ledger.module.ModuleNames;
import dev.wastm.ledger.module.ModuleStatistics;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.report.Sentences;
import dev.wastm.ledger.submission.TransactionsFile;
import dev.wastm.stm.Statistics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code wastm exec}: one batch, here and now, without Temporal. Unless told otherwise it uses neither clock nor randomness but for the
 * genesis of a new ledger, so that the same files give the same receipts and roots on every machine.
 */
@Command(
    name = "exec",
    description =
        "Executes a file of transactions as the next batch of a ledger, without Temporal. With --json, prints a receipt a line, then the batch.",
    mixinStandardHelpOptions = true)
public final class ExecCommand implements Callable<Integer> {
  /** How far a batch's default timestamp lies after the one before. */
  private static final long TIMESTAMP_STEP_MS = 1_000;

  @Parameters(paramLabel = "FILE", description = "Transactions, one JSON object a line.")
  private Path file = Path.of("");

  @Mixin
  private LedgerOption ledgerOption = new LedgerOption();

  @Mixin
  private ExecutionFlags flags = new ExecutionFlags();

  @Option(
      names = "--timestamp-ms",
      paramLabel = "MS",
      description =
          "The batch's timestamp in milliseconds since 1970. Default: a second after the batch before, so"
              + " that the same files give the same receipts and roots everywhere.")
  private Optional<Long> timestampMs = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "HEX",
      description =
          "The batch's random seed, 32 bytes in hex. Default: derived from the ledger's name and the height.")
  private String seed = "";

  @Mixin
  private KeyOption headerKey = new KeyOption();

  @Option(
      names = "--dry-run",
      description = "Show what would come out, receipts and roots, and store nothing.")
  private boolean dryRun;

  @Mixin
  private JsonOption json = new JsonOption();

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call()
      throws IOException, InvalidTransactionsException, CorruptRecordException, ForkException,
          NotAdmittedException {
    Optional<SigningKey> key = headerKey.read();
    String name = ledgerOption.name();
    try (BlobStore store = ledgerOption.openStore();
        BatchExecution execution = flags.open(store)) {
      Ledger ledger = Ledger.open(name, store, execution);
      List<TransactionsFile.Line> lines = InputFile.readTransactions(file, ledger.protocol());
      Batch batch = ledger.seal(file.toString(), lines, slot(ledger));
      if (!dryRun) {
        // What cannot be executed makes no ledger.
        ledger.establish(key);
        batch = ledger.place(batch.transactions(), slot(ledger));
      }
      long startedNs = System.nanoTime();
      Sentences sentences = Sentences.of(new ModuleNames(new ModuleStore(store)));
      Ledger.Committed done = dryRun ? execute(ledger, batch) : ledger.commit(batch);
      if (key.isPresent() && !dryRun) {
        new LedgerSignatures(store, name)
            .sign(ledger.head().header().orElseThrow(), key.get())
            .ifPresent(found -> Failure.warn(spec.commandLine(), found));
      }
      print(done, sentences, System.nanoTime() - startedNs, execution.moduleStatistics());
    }
    return 0;
  }

  private static Ledger.Committed execute(Ledger ledger, Batch batch) {
    ExecutedBatch executed = ledger.execute(batch);
    return new Ledger.Committed(executed.outcome(), Optional.of(executed.statistics()));
  }

  private void print(
      Ledger.Committed done, Sentences sentences, long elapsedNs, ModuleStatistics modules)
      throws IOException {
    BatchPrinter printer = BatchPrinter.of(json.out(), done.outcome());
    if (json.isOn()) {
      BatchPrinter.Receipts receipts = BatchPrinter.Receipts.of(done.outcome(), sentences);
      if (dryRun) {
        printer.printDryRunJson(receipts);
      } else {
        printer.printJson(receipts);
      }
      return;
    }
    printer.printSummary(
        elapsedNs,
        done.statistics().stream().mapToLong(Statistics::reExecutions).findFirst());
    json.out().println("  " + modules.describe());
    FailuresPrinter.print(json.out(), done.outcome(), sentences);
    if (dryRun) {
      json.out().println("  dry run: nothing was stored");
    }
    json.out().flush();
  }

  private Ledger.Slot slot(Ledger ledger) {
    LedgerHead head = ledger.head();
    long height = head.height() + 1;
    long time = timestampMs.orElse(head.timestampMs() + TIMESTAMP_STEP_MS);
    if (time < head.timestampMs()) {
      throw Failure.badUsage("--timestamp-ms: " + time + " is before the batch before, which has "
          + head.timestampMs() + ".");
    }
    return new Ledger.Slot(
        height,
        head.hash(),
        time,
        seed.isEmpty()
            ? defaultSeed(ledger.name(), height)
            : HashArgument.parseBytes("--seed", seed));
  }

  private static Digest defaultSeed(String ledger, long height) {
    return Sha256.of((ledger + "/" + height).getBytes(StandardCharsets.UTF_8));
  }
}
