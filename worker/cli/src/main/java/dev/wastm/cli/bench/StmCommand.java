package dev.wastm.cli.bench;

import dev.wastm.benchmarks.stm.Shape;
import dev.wastm.benchmarks.stm.SpeedupPlot;
import dev.wastm.benchmarks.stm.StmMeasurement;
import dev.wastm.benchmarks.stm.StmWorkload;
import dev.wastm.cli.io.NewFile;
import dev.wastm.cli.option.JsonOption;
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
import picocli.CommandLine.Option;

/** {@code wastm bench stm}: the Block-STM engine alone, against sequential execution. */
@Command(
    name = "stm",
    description =
        "Measures the Block-STM engine alone, on payments written in Java. Medians count.",
    mixinStandardHelpOptions = true)
final class StmCommand implements Callable<Integer> {
  private static final int[] TABLE_ACCOUNTS = {2, 10, 100, 1_000, 10_000};
  private static final int[] TABLE_WORK = {0, 10_000};
  private static final int[] PLOT_THREADS = {1, 2, 4, 8, 16, 32};

  /** Enough to see the pattern in. */
  private static final int CONFLICTS_SHOWN_MAX = 20;

  @Mixin
  private StmOptions options = new StmOptions();

  @Mixin
  private ThreadsOption threads = new ThreadsOption();

  @Mixin
  private RunsOption runs = new RunsOption(15);

  @Mixin
  private WarmupsOption warmups = new WarmupsOption(10);

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

  @Mixin
  private JsonOption json = new JsonOption();

  @Override
  public Integer call() {
    int count = threads.require();
    plot.ifPresent(file -> NewFile.requireAbsent("--plot", file));
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
    return StmMeasurement.of(workload, count, !noAdapt, warmups.require(), runs.require());
  }

  private void measureTable(int count) {
    for (Shape shape : Shape.values()) {
      for (int work : TABLE_WORK) {
        for (int accounts : TABLE_ACCOUNTS) {
          StmWorkload workload = options.workload(shape, accounts, work);
          print(workload, count, measure(workload, count));
        }
      }
    }
  }

  private void measurePlot(Path file) {
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

  private void print(StmWorkload workload, int count, StmMeasurement measured) {
    json.print(fields(workload, count, measured), sentence(workload, count, measured));
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
}
