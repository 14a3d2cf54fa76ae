package dev.wastm.cli;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.ledger.checkpoint.Checkpoints;
import dev.wastm.ledger.checkpoint.Sweep;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.LedgerHead;
import dev.wastm.ledger.replay.Expectations;
import dev.wastm.ledger.replay.ReplayVerifier;
import dev.wastm.ledger.replay.Verification;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wastm ledger}: what operators and auditors do with a stored ledger, without Temporal. */
@Command(
    name = "ledger",
    description = "Looks at stored ledgers, and verifies them.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      LedgerCreateCommand.class,
      LedgerSignCommand.class,
      LedgerForkCommand.class,
      LedgerCompareCommand.class,
      LedgerReplayCommand.class,
      LedgerExportCommand.class,
      LedgerQueryCommand.class,
      LedgerReceiptCommand.class,
      LedgerProofCommand.class,
      LedgerVerifyProofCommand.class
    })
final class LedgerCommand {
  @Spec
  private CommandSpec spec;

  @Command(
      name = "status",
      description = "Says where a ledger stands.",
      mixinStandardHelpOptions = true)
  int status(
      @Mixin LedgerOption ledger,
      @Mixin StoreOption storeOption,
      @Option(names = "--json", description = "Print one JSON object.") boolean json)
      throws IOException, CorruptRecordException {
    try (BlobStore store = storeOption.open()) {
      ledger.requireMade(store);
      Fields.print(out(), json, LedgerStatus.read(store, ledger.name()));
    }
    return 0;
  }

  @Command(
      name = "dump",
      description = "Prints the state, one JSON object a line, in key order.",
      mixinStandardHelpOptions = true)
  int dump(
      @Mixin LedgerOption ledger,
      @Mixin StoreOption storeOption,
      @Mixin HeightOption height,
      @Option(
              names = "--json",
              description = "Accepted for uniformity: a dump is JSON in any case.")
          boolean json)
      throws IOException, CorruptRecordException {
    try (BlobStore store = storeOption.open()) {
      long at = height.require(ledger.name(), 0, ledger.requireStored(store));
      StateDump.print(new Checkpoints(store, ledger.name()).headAt(at).state(), out());
    }
    return 0;
  }

  @Command(
      name = "checkpoint",
      description = "Stores a checkpoint of the newest height, so that workers start from there.",
      mixinStandardHelpOptions = true)
  int checkpoint(
      @Mixin LedgerOption ledger,
      @Mixin StoreOption storeOption,
      @Option(names = "--json", description = "Print one JSON object.") boolean json)
      throws IOException, CorruptRecordException {
    try (BlobStore store = storeOption.open()) {
      long newest = ledger.requireStored(store);
      Checkpoints checkpoints = new Checkpoints(store, ledger.name());
      LedgerHead head = checkpoints.headAt(newest);
      checkpoints.write(head);
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("ledger", ledger.name());
      fields.put("checkpoint", newest);
      fields.put("stateRoot", head.state().root().hex());
      Fields.print(out(), json, fields);
    }
    return 0;
  }

  @Command(
      name = "gc",
      description =
          "Removes all but the newest whole checkpoints, and what none of these needs. The journal stays, so that every"
              + " height can still be reached.",
      mixinStandardHelpOptions = true)
  int gc(
      @Mixin LedgerOption ledger,
      @Mixin StoreOption storeOption,
      @Option(
              names = "--keep",
              paramLabel = "N",
              defaultValue = "3",
              description = "How many checkpoints to keep. Default: 3.")
          int keep,
      @Option(names = "--json", description = "Print one JSON object.") boolean json)
      throws IOException, CorruptRecordException {
    if (keep < 1) {
      throw Failure.badUsage("--keep: at least one checkpoint is kept, not " + keep + ".");
    }
    try (BlobStore store = storeOption.open()) {
      long unused = ledger.requireStored(store);
      Sweep.Result swept = new Checkpoints(store, ledger.name()).sweep(keep);
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("ledger", ledger.name());
      fields.put("kept", swept.kept());
      fields.put("removed", swept.removed());
      fields.put("freedBytes", swept.freedBytes());
      Fields.print(out(), json, fields);
    }
    return 0;
  }

  @Command(
      name = "verify",
      description =
          "Executes stored batches once more and compares every receipt and root, once the chain of their headers"
              + " was checked. Exit code 1 where they differ, or are not what is expected.",
      mixinStandardHelpOptions = true)
  int verify(
      @Mixin LedgerOption ledger,
      @Mixin StoreOption storeOption,
      @Mixin ExecutionFlags flags,
      @Mixin HeightRange range,
      @Mixin ExpectationsOption expectations,
      @Option(names = "--json", description = "Print one JSON object.") boolean json)
      throws IOException, CorruptRecordException {
    Expectations expected = expectations.read();
    try (BlobStore store = storeOption.open();
        BatchExecution execution = flags.open(store)) {
      HeightRange.Heights heights = range.require(ledger.name(), ledger.requireStored(store));
      ReplayVerifier verifier = new ReplayVerifier(ledger.name(), store, execution, expected);
      try (Progress progress = Progress.of("Verifying", heights.count())) {
        Verification found =
            verifier.verify(heights.from(), heights.to(), height -> progress.step());
        return VerificationPrinter.print(found, out(), json);
      }
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
