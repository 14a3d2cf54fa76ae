package dev.wastm.cli.bench;

import dev.wastm.cli.Fields;
import dev.wastm.cli.NewFile;
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

/** {@code wastm bench stm}: the Block-STM engine alone, against sequential execution. */
@Command(
    name = "stm",
    description = "Measures the Block-STM engine alone, on payments written in Java.",
    mixinStandardHelpOptions = true)
final class BenchStmCommand implements Callable<Integer> {
  private static final int[] TABLE_ACCOUNTS = {2, 10, 100, 1_000, 10_000};
  private static final int[] TABLE_WORK = {0, 10_000};
  private static final int[] PLOT_THREADS = {1, 2, 4, 8, 16, 32};

  @Mixin
  private StmOptions options = new StmOptions();

  @Mixin
  private ThreadsOption threads = new ThreadsOption();

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "Timed runs, of which the median counts. Default: ${DEFAULT-VALUE}.")
  private int runs = 15;

  @Option(
      names = "--warmups",
      paramLabel = "N",
      description = "Runs before. Default: ${DEFAULT-VALUE}.")
  private int warmups = 10;

  @Option(
      names = "--no-adapt",
      description = "Run all in parallel, even where sequentially would be faster.")
  private boolean noAdapt;

  @Option(
      names = "--table",
      description = "Measure both shapes, with and without work, for 2 to 10 000 accounts.")
  private boolean table;

  @Option(
      names = "--plot",
      paramLabel = "FILE.svg",
      description = "Measure 2 to 10 000 accounts at 1 to 32 threads, and draw the speed-ups.")
  private Optional<Path> plot = Optional.empty();

  @Option(names = "--json", description = "Print a JSON object a measurement.")
  private boolean json;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    int count = threads.require();
    plot.ifPresent(file -> NewFile.requireAbsent("--plot", file));
    Usage.requireRuns(spec, runs);
    Usage.requireWarmups(spec, warmups);
    if (table) {
      measureTable(count);
    } else if (plot.isPresent()) {
      measurePlot(plot.get());
    } else {
      print(options.workload(), count, measure(options.workload(), count));
    }
    return 0;
  }

  private StmMeasurement measure(StmWorkload workload, int count) {
    return StmMeasurement.of(workload, count, !noAdapt, warmups, runs);
  }

  private void measureTable(int count) throws IOException {
    for (Shape shape : Shape.values()) {
      for (int work : TABLE_WORK) {
        for (int accounts : TABLE_ACCOUNTS) {
          StmWorkload workload = options.workload(shape, accounts, work);
          print(workload, count, measure(workload, count));
        }
      }
    }
  }

  private void measurePlot(Path file) throws IOException {
    SpeedupPlot drawing = new SpeedupPlot(options.workload().shape() + ", "
        + options.workload().work() + " rounds of work, "
        + Runtime.getRuntime().availableProcessors() + " processors");
    for (int accounts : TABLE_ACCOUNTS) {
      for (int count : PLOT_THREADS) {
        StmWorkload workload = options.workload(accounts);
        StmMeasurement measured = measure(workload, count);
        print(workload, count, measured);
        drawing.add(accounts + " accounts", count, measured.speedup());
      }
    }
    NewFile.write("--plot", file, drawing.svg().getBytes(StandardCharsets.UTF_8));
  }

  private void print(StmWorkload workload, int count, StmMeasurement measured) throws IOException {
    Fields.print(
        spec.commandLine().getOut(),
        json,
        fields(workload, count, measured),
        sentence(workload, count, measured));
  }

  private static String sentence(StmWorkload workload, int count, StmMeasurement measured) {
    return String.format(
        Locale.ROOT,
        "%s W=%-5d A=%-5d T=%-2d  sequential %7.2f ms  parallel %7.2f ms  speed-up %.2f  executions %d  validations %d  aborts %d  one thread %d  digest %s%s",
        workload.shape(),
        workload.work(),
        workload.accounts(),
        count,
        measured.sequentialMs(),
        measured.parallelMs(),
        measured.speedup(),
        measured.statistics().executions(),
        measured.statistics().validations(),
        measured.statistics().aborts(),
        measured.statistics().sequential(),
        StmMeasurement.hex(measured.digest()),
        hottest(measured.hottestKeys()));
  }

  private static String hottest(List<Map.Entry<Long, Long>> keys) {
    return keys.isEmpty()
        ? ""
        : "  hottest key " + keys.get(0).getKey() + " (" + keys.get(0).getValue() + " aborts)";
  }

  private static Map<String, Object> fields(
      StmWorkload workload, int count, StmMeasurement measured) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("shape", workload.shape().toString());
    fields.put("accounts", workload.accounts());
    fields.put("transactions", workload.transactions());
    fields.put("work", workload.work());
    fields.put("threads", count);
    fields.put("digest", StmMeasurement.hex(measured.digest()));
    fields.put("sequentialMs", measured.sequentialMs());
    fields.put("parallelMs", measured.parallelMs());
    fields.put("speedup", measured.speedup());
    fields.put("executions", measured.statistics().executions());
    fields.put("validations", measured.statistics().validations());
    fields.put("aborts", measured.statistics().aborts());
    fields.put("sequential", measured.statistics().sequential());
    fields.put(
        "hottestKeys",
        measured.hottestKeys().stream()
            .map(entry -> Map.of("key", entry.getKey(), "aborts", entry.getValue()))
            .toList());
    fields.put(
        "conflicts",
        measured.conflicts().stream()
            .limit(CONFLICTS_SHOWN_MAX)
            .map(each -> Map.of("aborted", each.aborted(), "by", each.by(), "key", each.key()))
            .toList());
    return fields;
  }

  /** Enough to see the pattern in. */
  private static final int CONFLICTS_SHOWN_MAX = 20;
}
