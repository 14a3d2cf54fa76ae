package dev.wastm.cli.bench;

import dev.wastm.benchmarks.stm.SpeedupPlot;
import dev.wastm.benchmarks.stm.StmPrediction;
import dev.wastm.benchmarks.stm.StmWorkload;
import dev.wastm.cli.io.NewFile;
import dev.wastm.cli.option.JsonOption;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wastm bench simulate}: what the engine would gain from more processors than there are here. */
@Command(
    name = "simulate",
    description =
        "Predicts the Block-STM engine's speed-up at 2 to 64 threads, by a discrete-event run of its own scheduler with costs measured here.",
    mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {
  private static final int[] THREADS = {1, 2, 4, 8, 16, 32, 64};
  private static final int[] PLOT_ACCOUNTS = {2, 10, 100, 1_000, 10_000};

  @Mixin
  private StmOptions options = new StmOptions();

  @Option(
      names = "--plot",
      paramLabel = "FILE.svg",
      description = "Predict 2 to 10 000 accounts, and draw the speed-ups.")
  private Optional<Path> plot = Optional.empty();

  @Mixin
  private JsonOption json = new JsonOption();

  @Override
  public Integer call() {
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

  private void predict(StmWorkload workload, Optional<SpeedupPlot> drawing) {
    StmPrediction prediction = StmPrediction.measure(workload);
    for (int threads : THREADS) {
      StmPrediction.Predicted predicted = prediction.at(threads);
      print(workload, prediction, threads, predicted);
      drawing.ifPresent(
          plot -> plot.add(workload.accounts() + " accounts", threads, predicted.speedup()));
    }
  }

  private void print(
      StmWorkload workload,
      StmPrediction prediction,
      int threads,
      StmPrediction.Predicted predicted) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("shape", workload.shape().toString());
    fields.put("accounts", workload.accounts());
    fields.put("work", workload.work());
    fields.put("threads", threads);
    fields.put("speedup", predicted.speedup());
    fields.put("aborts", predicted.aborts());
    fields.put("executionNs", prediction.executionNs());
    fields.put("engineNs", prediction.engineNs());
    String sentence = String.format(
        Locale.ROOT,
        "%s W=%-5d A=%-5d T=%-2d  predicted speed-up %5.2f  aborts %d  (a transaction %.0f ns, the engine %.0f ns)",
        workload.shape(),
        workload.work(),
        workload.accounts(),
        threads,
        predicted.speedup(),
        predicted.aborts(),
        prediction.executionNs(),
        prediction.engineNs());
    json.print(fields, sentence);
  }
}
