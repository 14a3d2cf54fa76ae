package dev.wastm.cli.bench;

import dev.wastm.benchmarks.fuel.FuelBenchmark;
import dev.wastm.benchmarks.fuel.FuelCost;
import dev.wastm.benchmarks.fuel.FuelVerdict;
import dev.wastm.cli.option.JsonOption;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wastm bench fuel}: how long a unit of fuel lasts, whatever it is spent on. */
@Command(
    name = "fuel",
    description =
        "Measures how long a unit of fuel lasts, for each thing that it can be spent on, next to what honest transactions take;"
            + " and names what lasts longest. The shortest run counts; warm-ups end when runs do not become shorter.",
    mixinStandardHelpOptions = true)
final class FuelCommand implements Callable<Integer> {
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

  @Mixin
  private RunsOption runs = new RunsOption(5);

  @Mixin
  private WarmupsOption warmups = new WarmupsOption(1_000);

  @Mixin
  private JsonOption json = new JsonOption();

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Usage.require(
        spec,
        keys >= FuelBenchmark.KEYS_MIN,
        "--keys: there must be at least " + FuelBenchmark.KEYS_MIN + ", not " + keys + ".");
    FuelBenchmark benchmark = new FuelBenchmark(keys, warmups.require(), runs.require());
    Set<String> chosen = chosen(benchmark);
    if (!json.isOn()) {
      json.out().println(FuelCost.heading());
      json.out().flush();
    }
    FuelVerdict verdict = benchmark.measure(chosen, cost -> json.print(cost.fields(), cost.line()));
    json.print(verdict.fields(), verdict.sentence());
    return 0;
  }

  /** The patterns asked for. */
  private Set<String> chosen(FuelBenchmark benchmark) throws IOException {
    Set<String> all = benchmark.patterns();
    for (String name : names) {
      Usage.require(
          spec,
          all.contains(name),
          "--pattern: there is no pattern \"" + name + "\"; there are " + String.join(", ", all)
              + ".");
    }
    return names.isEmpty() ? all : new LinkedHashSet<>(names);
  }
}
