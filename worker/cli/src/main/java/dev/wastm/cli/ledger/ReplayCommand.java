package dev.wastm.cli.ledger;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.cli.io.Failure;
import dev.wastm.cli.option.ExecutionFlags;
import dev.wastm.cli.option.JsonOption;
import dev.wastm.cli.option.LedgerOption;
import dev.wastm.cli.option.ModuleArgument;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.replay.ModuleReplay;
import dev.wastm.ledger.replay.Verification;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wastm ledger replay --with}: what another module would have done. */
@Command(
    name = "replay",
    description =
        "Executes a range once more with other modules for some actors, stores nothing, and shows which receipts would"
            + " have been different.",
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  @Mixin
  private LedgerOption ledger = new LedgerOption();

  @Mixin
  private HeightRangeOption range = new HeightRangeOption();

  @Mixin
  private ExecutionFlags flags = new ExecutionFlags();

  @Option(
      names = "--with",
      paramLabel = "ACTOR=MODULE",
      required = true,
      description = "An actor, and the module that it has instead: name@version, or a SHA-256.")
  private Map<String, String> modules = new LinkedHashMap<>();

  @Mixin
  private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws CorruptRecordException {
    try (BlobStore store = ledger.openStore()) {
      HeightRangeOption.Heights heights = range.require(ledger, store);
      ModuleStore moduleStore = new ModuleStore(store);
      Map<String, Digest> resolved = resolve(moduleStore);
      try (BatchExecution execution = flags.open(store)) {
        print(
            heights,
            ModuleReplay.replay(
                ledger.name(), store, execution, resolved, heights.from(), heights.to()));
      } catch (IllegalArgumentException e) {
        throw Failure.badUsage("--with: " + e.getMessage());
      }
    }
    return 0;
  }

  private Map<String, Digest> resolve(ModuleStore store) {
    Map<String, Digest> resolved = new TreeMap<>();
    modules.forEach((actor, module) ->
        resolved.put(actor, ModuleArgument.resolve(store, ModuleArgument.parse("--with", module))));
    return resolved;
  }

  private void print(HeightRangeOption.Heights heights, ModuleReplay.Report report) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("ledger", ledger.name());
    fields.put("from", heights.from());
    fields.put("to", heights.to());
    fields.put("transactions", report.transactions());
    fields.put("differing", report.differing());
    fields.put("byField", report.byField());
    fields.put("recordedStateRoot", report.recordedStateRoot().hex());
    fields.put("replayedStateRoot", report.replayedStateRoot().hex());
    if (json.isOn()) {
      fields.put(
          "differences",
          report.differences().stream().map(ReplayCommand::describe).toList());
    }
    json.print(fields);
    if (!json.isOn()) {
      report.differences().forEach(found -> json.out().println(found.describe()));
      json.out().flush();
    }
  }

  private static Map<String, Object> describe(Verification.Difference difference) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("height", difference.height());
    fields.put("transaction", difference.transaction().getAsInt());
    fields.put("field", difference.field());
    fields.put("recorded", difference.recorded());
    fields.put("replayed", difference.replayed());
    return fields;
  }
}
