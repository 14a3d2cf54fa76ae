package dev.wastm.cli.ledger;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.cli.io.Failure;
import dev.wastm.cli.io.Progress;
import dev.wastm.cli.option.ExecutionFlags;
import dev.wastm.cli.option.JsonOption;
import dev.wastm.cli.option.LedgerOption;
import dev.wastm.ledger.checkpoint.Checkpoints;
import dev.wastm.ledger.checkpoint.Sweep;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.LedgerHead;
import dev.wastm.ledger.replay.Expectations;
import dev.wastm.ledger.replay.ReplayVerifier;
import dev.wastm.ledger.replay.Verification;
import java.io.IOException;
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
      CreateCommand.class,
      SignCommand.class,
      ForkCommand.class,
      CompareCommand.class,
      ReplayCommand.class,
      ExportCommand.class,
      QueryCommand.class,
      ReceiptCommand.class,
      ProofCommand.class,
      VerifyProofCommand.class
    })
public final class LedgerCommand {
  @Spec
  private CommandSpec spec;

  @Command(
      name = "status",
      description = "Says where a ledger stands.",
      mixinStandardHelpOptions = true)
  int status(@Mixin LedgerOption ledger, @Mixin JsonOption json) throws CorruptRecordException {
    try (BlobStore store = ledger.openStore()) {
      ledger.requireMade(store);
      json.print(StatusReport.read(store, ledger.name()));
    }
    return 0;
  }

  @Command(
      name = "dump",
      description = "Prints the state, one JSON object a line, in key order.",
      mixinStandardHelpOptions = true)
  int dump(
      @Mixin LedgerOption ledger,
      @Mixin HeightOption height,
      @Option(
              names = "--json",
              description = "Accepted for uniformity: a dump is JSON in any case.")
          boolean json)
      throws IOException, CorruptRecordException {
    try (BlobStore store = ledger.openStore()) {
      long at = height.require(ledger, store, 0);
      StateDump.print(
          new Checkpoints(store, ledger.name()).headAt(at).state(),
          spec.commandLine().getOut());
    }
    return 0;
  }

  @Command(
      name = "checkpoint",
      description = "Stores a checkpoint of the newest height, so that workers start from there.",
      mixinStandardHelpOptions = true)
  int checkpoint(@Mixin LedgerOption ledger, @Mixin JsonOption json) throws CorruptRecordException {
    try (BlobStore store = ledger.openStore()) {
      long newest = ledger.requireBatch(store);
      Checkpoints checkpoints = new Checkpoints(store, ledger.name());
      LedgerHead head = checkpoints.headAt(newest);
      checkpoints.write(head);
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("ledger", ledger.name());
      fields.put("checkpoint", newest);
      fields.put("stateRoot", head.state().root().hex());
      json.print(fields);
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
      @Option(
              names = "--keep",
              paramLabel = "N",
              defaultValue = "3",
              description = "How many checkpoints to keep. Default: 3.")
          int keep,
      @Mixin JsonOption json)
      throws CorruptRecordException {
    if (keep < 1) {
      throw Failure.badUsage("--keep: at least one checkpoint is kept, not " + keep + ".");
    }
    try (BlobStore store = ledger.openStore()) {
      long unused = ledger.requireBatch(store);
      Sweep.Result swept = new Checkpoints(store, ledger.name()).sweep(keep);
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("ledger", ledger.name());
      fields.put("kept", swept.kept());
      fields.put("removed", swept.removed());
      fields.put("freedBytes", swept.freedBytes());
      json.print(fields);
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
      @Mixin ExecutionFlags flags,
      @Mixin HeightRangeOption range,
      @Mixin ExpectationsOption expectations,
      @Mixin JsonOption json)
      throws CorruptRecordException {
    Expectations expected = expectations.read();
    try (BlobStore store = ledger.openStore();
        BatchExecution execution = flags.open(store)) {
      HeightRangeOption.Heights heights = range.require(ledger, store);
      ReplayVerifier verifier = new ReplayVerifier(ledger.name(), store, execution, expected);
      try (Progress progress = Progress.of("Verifying", heights.count())) {
        Verification found =
            verifier.verify(heights.from(), heights.to(), height -> progress.step());
        return VerificationPrinter.print(found, json);
      }
    }
  }
}
