package dev.wastm.cli.bench;

import dev.wastm.benchmarks.state.StateMeasurement;
import dev.wastm.cli.option.JsonOption;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.ForkException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wastm bench state}: the state alone, without transactions. */
@Command(
    name = "state",
    description =
        "Measures the state alone: updates with the new root, checkpoints, restarts, and memory, at several sizes. Medians count.",
    mixinStandardHelpOptions = true)
final class StateCommand implements Callable<Integer> {
  /** Small, but enough for the JVM to compile what is measured. */
  private static final int WARMUP_KEYS = 20_000;

  private static final int WARMUP_RUNS = 20;

  @Option(
      names = "--keys",
      paramLabel = "N",
      split = ",",
      defaultValue = "10000,1000000,10000000",
      description =
          "How many keys the state has; several, with commas, are measured one after the other. Default: ${DEFAULT-VALUE}.")
  private List<Integer> sizes = List.of();

  @Mixin
  private RunsOption runs = new RunsOption(15);

  @Mixin
  private JsonOption json = new JsonOption();

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException, ForkException, CorruptRecordException {
    int count = runs.require();
    for (int keys : sizes) {
      Usage.require(spec, keys >= 1, "--keys: there must be at least 1, not " + keys + ".");
    }
    var unused = StateMeasurement.of(WARMUP_KEYS, WARMUP_RUNS);
    for (int keys : sizes) {
      print(keys, StateMeasurement.of(keys, count));
    }
    return 0;
  }

  private void print(int keys, StateMeasurement.Measured measured) {
    List<StateMeasurement.Batch> batches = measured.batches();
    StateMeasurement.Stored stored = measured.stored();
    StateMeasurement.Restart restart = measured.restart();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("keys", keys);
    fields.put("heapBytesPerKey", restart.bytesPerKey());
    fields.put("fillMs", measured.fillMs());
    fields.put("batches", batches.stream().map(StateCommand::fields).toList());
    fields.put("firstCheckpointMs", stored.firstMs());
    fields.put("firstCheckpointBytes", stored.firstBytes());
    fields.put("checkpointMs", stored.ms());
    fields.put("checkpointBytes", stored.bytes());
    fields.put("restartMs", restart.checkpointMs());
    fields.put("tailMs", restart.tailMs());
    String text = String.format(
        Locale.ROOT,
        "%,d keys: %.0f bytes of heap a key; filled in %.0f ms%n%s"
            + "  checkpoint %.0f ms, %,d bytes; after %,d changes %.1f ms, %,d bytes%n"
            + "  restart %.0f ms, and %.1f ms for %d batches of %,d changes after the checkpoint",
        keys,
        restart.bytesPerKey(),
        measured.fillMs(),
        String.join("", batches.stream().map(StateCommand::line).toList()),
        stored.firstMs(),
        stored.firstBytes(),
        StateMeasurement.CHANGES,
        stored.ms(),
        stored.bytes(),
        restart.checkpointMs(),
        restart.tailMs(),
        StateMeasurement.TAIL,
        StateMeasurement.CHANGES);
    json.print(fields, text);
  }

  private static Map<String, Object> fields(StateMeasurement.Batch batch) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("changes", batch.changes());
    fields.put("ms", batch.ms());
    fields.put("oneThreadMs", batch.oneThreadMs());
    fields.put("updatesPerSecond", batch.updatesPerSecond());
    return fields;
  }

  private static String line(StateMeasurement.Batch batch) {
    return String.format(
        Locale.ROOT,
        "  %,d changes and the root: %.2f ms, %,.0f a second; on one thread %.2f ms%n",
        batch.changes(),
        batch.ms(),
        batch.updatesPerSecond(),
        batch.oneThreadMs());
  }
}
