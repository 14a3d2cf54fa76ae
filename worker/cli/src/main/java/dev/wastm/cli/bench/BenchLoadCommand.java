package dev.wastm.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wastm.activities.impl.Rehearsal;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.ledger.Ledger;
import dev.wastm.ledger.batch.Batch;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.module.CompiledCodeDirectory;
import dev.wastm.ledger.module.ModuleStatistics;
import dev.wastm.ledger.module.ModuleStore;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wastm bench load}: what {@link ModuleLoad} measures in a JVM that has just started; not for people. */
@Command(name = "load", hidden = true, description = "Measures the first receipts of this JVM.")
final class BenchLoadCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double NS_PER_MS = 1e6;

  /** Enough for the median to be that of a module in memory. */
  private static final int HOT_RUNS = 11;

  /** In which the JVM compiles what was rehearsed: before that, the first receipt takes up to twice as long. */
  private static final long AFTER_REHEARSAL_MS = 1_000;

  @Parameters(description = "A folder with a store and a module cache.")
  private Path folder = Path.of("");

  @Option(names = "--rehearse", description = "Begin as a worker does.")
  private boolean rehearse;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    double rehearsalMs = rehearse ? ms(Rehearsal::run) : 0;
    try (BlobStore store = BlobStores.open(folder.resolve("store").toUri().toString());
        BatchExecution execution = BatchExecution.open(
            ExecutionOptions.fastest(),
            new ModuleStore(store, CompiledCodeDirectory.open(folder.resolve("modules"))))) {
      Ledger ledger = WasmWorkload.TRANSFER.reopen(store, execution);
      Batch batch = WasmWorkload.TRANSFER.calls(ledger, ModuleLoad.ACCOUNTS, 1);
      Thread.sleep(rehearse ? AFTER_REHEARSAL_MS : 0);
      double firstMs = ms(() -> ledger.execute(batch));
      double[] hotMs = new double[HOT_RUNS];
      for (int i = 0; i < HOT_RUNS; i++) {
        hotMs[i] = ms(() -> ledger.execute(batch));
      }
      Map<String, Double> times = new LinkedHashMap<>();
      ModuleStatistics found = execution.moduleStatistics();
      times.put("rehearsalMs", rehearsalMs);
      times.put("firstMs", firstMs);
      times.put("warmMs", found.warm().loadNs() / NS_PER_MS);
      times.put("coldMs", found.cold().loadNs() / NS_PER_MS);
      times.put("compileMs", found.compileNs() / NS_PER_MS);
      times.put("hotMs", Median.of(hotMs));
      spec.commandLine().getOut().println(JSON.writeValueAsString(times));
      spec.commandLine().getOut().flush();
    }
    return 0;
  }

  private static double ms(Stopwatch.Task task) throws Exception {
    long startNs = System.nanoTime();
    task.run();
    return (System.nanoTime() - startNs) / NS_PER_MS;
  }
}
