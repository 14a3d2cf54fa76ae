package dev.wastm.cli.bench;

import dev.wastm.cli.Fields;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wastm bench fuel}: how long a unit of fuel lasts, whatever it is spent on. */
@Command(
    name = "fuel",
    description =
        "Measures how long a unit of fuel lasts, for each thing that it can be spent on, next to what honest transactions take;"
            + " and names what lasts longest.",
    mixinStandardHelpOptions = true)
final class BenchFuelCommand implements Callable<Integer> {
  private static final int KEYS_MIN = 10_000;
  private static final int WARMUP_BATCHES = 150;

  @Option(
      names = "--pattern",
      paramLabel = "NAME",
      split = ",",
      description = "What to measure, by the names in the table. Default: all.")
  private List<String> names = List.of();

  @Option(
      names = "--keys",
      paramLabel = "N",
      description =
          "How many keys the state has, beside some of special kinds. Default: ${DEFAULT-VALUE}.")
  private int keys = 1_000_000;

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "Timed runs, of which the shortest counts. Default: ${DEFAULT-VALUE}.")
  private int runs = 5;

  @Option(
      names = "--warmups",
      paramLabel = "N",
      description =
          "Runs before, at most: they end when runs do not become shorter. Default: ${DEFAULT-VALUE}.")
  private int warmups = 1_000;

  @Option(names = "--json", description = "Print a JSON object a pattern, and one for the verdict.")
  private boolean json;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Usage.require(
        spec,
        keys >= KEYS_MIN,
        "--keys: there must be at least " + KEYS_MIN + ", not " + keys + ".");
    Usage.requireRuns(spec, runs);
    Usage.requireWarmups(spec, warmups);
    Map<String, FuelPattern> patterns = chosen();
    try (FuelLedger ledger = FuelLedger.open(keys, patterns.keySet())) {
      FuelMeasurement measurement = new FuelMeasurement(
          ledger, FuelTransactions.reference(), FuelClock.system(), warmups, runs);
      measurement.warmUp(Math.min(warmups, WARMUP_BATCHES));
      List<FuelPattern> prepared = new ArrayList<>();
      for (FuelPattern pattern : patterns.values()) {
        prepared.add(measurement.prepare(pattern));
      }
      List<FuelCost> costs = new ArrayList<>();
      if (!json) {
        out().println(FuelCost.heading());
      }
      for (FuelPattern pattern : prepared) {
        FuelCost cost = measurement.measure(pattern);
        costs.add(cost);
        Fields.print(out(), json, cost.fields(), cost.line());
      }
      FuelVerdict verdict = FuelVerdict.of(costs);
      Fields.print(out(), json, verdict.fields(), verdict.sentence());
    }
    return 0;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** The patterns asked for. */
  private Map<String, FuelPattern> chosen() throws IOException {
    Map<String, FuelPattern> all = FuelPatterns.all(keys);
    for (String name : names) {
      Usage.require(
          spec,
          all.containsKey(name),
          "--pattern: there is no pattern \"" + name + "\"; there are "
              + String.join(", ", all.keySet()) + ".");
    }
    Map<String, FuelPattern> chosen = new LinkedHashMap<>(all);
    chosen.keySet().removeIf(name -> !names.isEmpty() && !names.contains(name));
    return chosen;
  }
}
