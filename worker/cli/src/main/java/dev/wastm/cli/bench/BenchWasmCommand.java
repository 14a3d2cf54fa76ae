package dev.wastm.cli.bench;

import dev.wastm.cli.Fields;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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
            + " next to the interpreter and V8, and how long a module's first receipt takes.",
    mixinStandardHelpOptions = true)
final class BenchWasmCommand implements Callable<Integer> {

  /** JVMs are started one by one for it. */
  private static final int LOAD_RUNS_MAX = 7;

  /** What can be measured on its own; together, in this order: the first in a JVM that has seen no other. */
  enum Part {
    /** The transfer, end to end and in stretches: two reads and two writes. */
    TRANSFER,
    /** The counter, likewise. */
    COUNTER,
    /** Calls of guests and of the host. */
    GUEST,
    /** Metered against unmetered. */
    METERING,
    /** Compiled, interpreted, V8. */
    ENGINES,
    /** First receipts. */
    LOAD
  }

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

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "Timed runs, of which the median counts. Default: ${DEFAULT-VALUE}.")
  private int runs = 21;

  @Option(
      names = "--warmups",
      paramLabel = "N",
      description = "Runs before. Default: ${DEFAULT-VALUE}.")
  private int warmups = 20;

  @Option(names = "--json", description = "Print a JSON object a figure.")
  private boolean json;

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
    threads.require();
    Usage.requireRuns(spec, runs);
    Usage.requireWarmups(spec, warmups);
    Set<Part> chosen = EnumSet.copyOf(parts);
    for (Part part : chosen) {
      measure(part, new Stopwatch(warmups, runs));
    }
    return 0;
  }

  private void measure(Part part, Stopwatch stopwatch) throws Exception {
    switch (part) {
      case TRANSFER -> transactions(WasmWorkload.TRANSFER, stopwatch);
      case COUNTER -> transactions(WasmWorkload.COUNTER, stopwatch);
      case GUEST -> new WasmParts(stopwatch, this::print).measure();
      case METERING -> new WasmEngines(stopwatch, this::print).metering();
      case ENGINES -> new WasmEngines(stopwatch, this::print).engines(this::notice);
      case LOAD -> new ModuleLoad(Math.min(runs, LOAD_RUNS_MAX), this::print).measure();
    }
  }

  private void transactions(WasmWorkload workload, Stopwatch stopwatch) throws Exception {
    new WasmTransactions(workload, accounts, transactions, stopwatch, this::print)
        .measure(threads.require());
  }

  private void print(Figure figure) {
    try {
      Fields.print(spec.commandLine().getOut(), json, figure.fields(), figure.sentence());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Standard output may be read by a machine. */
  private void notice(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }
}
