package dev.wastm.cli.bench;

import dev.wastm.cli.Fields;
import dev.wastm.cli.NewFile;
import dev.wastm.stm.Simulation;
import dev.wastm.stm.Transaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wastm bench simulate}: what the engine would gain from more processors than there are here. */
@Command(
    name = "simulate",
    description =
        "Predicts the Block-STM engine's speed-up at 2 to 64 threads, by a discrete-event run of its own scheduler with costs measured here.",
    mixinStandardHelpOptions = true)
final class BenchSimulateCommand implements Callable<Integer> {
  private static final int[] THREADS = {1, 2, 4, 8, 16, 32, 64};
  private static final int[] PLOT_ACCOUNTS = {2, 10, 100, 1_000, 10_000};
  private static final int WARMUPS = 10;
  private static final int RUNS = 9;
  private static final double NS_PER_MS = 1e6;

  /** From signal to running, as measured on Linux; it decides little, because threads sleep rarely. */
  private static final double WAKE_NS = 20_000;

  /** Shares of what one thread loses to the engine for a transaction: half is handing out and publishing, half validating and committing. */
  private static final double PUBLISH_SHARE = 0.5;

  private static final double COMMIT_SHARE = 0.5;

  /** An early validation is a part of what a commit does. */
  private static final double VALIDATION_SHARE = 0.25;

  @Mixin
  private StmOptions options = new StmOptions();

  @Option(
      names = "--plot",
      paramLabel = "FILE.svg",
      description = "Predict 2 to 10 000 accounts, and draw the speed-ups.")
  private Optional<Path> plot = Optional.empty();

  @Option(names = "--json", description = "Print a JSON object a prediction.")
  private boolean json;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (plot.isEmpty()) {
      predict(options.workload(), Optional.empty());
      return 0;
    }
    NewFile.requireAbsent("--plot", plot.get());
    SpeedupPlot drawing = new SpeedupPlot(options.workload().shape() + ", "
        + options.workload().work() + " rounds of work, predicted");
    for (int accounts : PLOT_ACCOUNTS) {
      predict(options.workload(accounts), Optional.of(drawing));
    }
    NewFile.write("--plot", plot.get(), drawing.svg().getBytes(StandardCharsets.UTF_8));
    return 0;
  }

  private void predict(StmWorkload workload, Optional<SpeedupPlot> drawing) throws IOException {
    Simulation.Costs costs = measure(workload);
    List<Transaction<Long, Long, Boolean>> free = new StmWorkload(
            workload.shape(), workload.accounts(), workload.transactions(), 0, workload.seed())
        .block();
    for (int threads : THREADS) {
      var predicted = Simulation.run(free, (key, absent) -> absent, costs, threads);
      double sequentialNs = costs.executionNs() * workload.transactions();
      double speedup = sequentialNs / predicted.durationNs();
      long aborts = predicted.result().statistics().aborts();
      print(workload, costs, threads, speedup, aborts);
      drawing.ifPresent(plot -> plot.add(workload.accounts() + " accounts", threads, speedup));
    }
  }

  /** One thread has no conflicts, so that what it loses against sequential execution is the engine's own cost. */
  private static Simulation.Costs measure(StmWorkload workload) {
    StmMeasurement measured = StmMeasurement.of(workload, 1, false, WARMUPS, RUNS);
    double executionNs = measured.sequentialMs() * NS_PER_MS / workload.transactions();
    double engineNs = Math.max(0, measured.parallelMs() - measured.sequentialMs())
        * NS_PER_MS
        / workload.transactions();
    return new Simulation.Costs(
        executionNs,
        engineNs * PUBLISH_SHARE,
        engineNs * VALIDATION_SHARE,
        engineNs * COMMIT_SHARE,
        WAKE_NS);
  }

  private void print(
      StmWorkload workload, Simulation.Costs costs, int threads, double speedup, long aborts)
      throws IOException {
    double engineNs = costs.publishNs() + costs.commitNs();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("shape", workload.shape().toString());
    fields.put("accounts", workload.accounts());
    fields.put("work", workload.work());
    fields.put("threads", threads);
    fields.put("speedup", speedup);
    fields.put("aborts", aborts);
    fields.put("executionNs", costs.executionNs());
    fields.put("engineNs", engineNs);
    String sentence = String.format(
        Locale.ROOT,
        "%s W=%-5d A=%-5d T=%-2d  predicted speed-up %5.2f  aborts %d  (a transaction %.0f ns, the engine %.0f ns)",
        workload.shape(),
        workload.work(),
        workload.accounts(),
        threads,
        speedup,
        aborts,
        costs.executionNs(),
        engineNs);
    Fields.print(spec.commandLine().getOut(), json, fields, sentence);
  }
}
