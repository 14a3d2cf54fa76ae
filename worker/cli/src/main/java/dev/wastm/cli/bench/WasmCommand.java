package dev.wastm.cli.bench;

import dev.wastm.benchmarks.Stopwatch;
import dev.wastm.benchmarks.wasm.WasmBenchmark;
import dev.wastm.benchmarks.wasm.WasmBenchmark.Part;
import dev.wastm.cli.option.JsonOption;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wastm bench wasm}: transactions of the example actors, end to end and part by part. */
@Command(
    name = "wasm",
    description =
        "Measures transactions of the example actors end to end, then each part alone; what metering costs, compiled code"
            + " next to the interpreter and V8, and how long a module's first receipt takes. Medians count.",
    mixinStandardHelpOptions = true)
final class WasmCommand implements Callable<Integer> {
  @Option(
      names = "--part",
      paramLabel = "PART",
      split = ",",
      description =
          "What to measure: transfer, counter, guest, metering, engines, load. Default: all.")
  private List<Part> parts = Arrays.asList(Part.values());

  @Option(
      names = "--transactions",
      paramLabel = "N",
      description = "Transactions in a batch. Default: ${DEFAULT-VALUE}.")
  private int transactions = 10_000;

  @Option(
      names = "--accounts",
      paramLabel = "A",
      description = "Counters, or accounts, from 2. Default: ${DEFAULT-VALUE}.")
  private int accounts = 1_000;

  @Mixin
  private ThreadsOption threads = new ThreadsOption();

  @Mixin
  private RunsOption runs = new RunsOption(21);

  @Mixin
  private WarmupsOption warmups = new WarmupsOption(20);

  @Mixin
  private JsonOption json = new JsonOption();

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Usage.require(
        spec,
        transactions >= 1,
        "--transactions: there must be at least 1, not " + transactions + ".");
    Usage.require(
        spec, accounts >= 2, "--accounts: there must be at least 2, not " + accounts + ".");
    WasmBenchmark benchmark = new WasmBenchmark(
        accounts,
        transactions,
        threads.require(),
        new Stopwatch(warmups.require(), runs.require()),
        load(),
        figure -> json.print(figure.fields(), figure.sentence()),
        this::notice);
    for (Part part : EnumSet.copyOf(parts)) {
      benchmark.measure(part);
    }
    return 0;
  }

  /** What the benchmark starts in JVMs of its own: this program, with {@link LoadCommand}. */
  private List<String> load() {
    return List.of(spec.root().userObject().getClass().getName(), "bench", "load");
  }

  /** Standard output may be read by a machine. */
  private void notice(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }
}
