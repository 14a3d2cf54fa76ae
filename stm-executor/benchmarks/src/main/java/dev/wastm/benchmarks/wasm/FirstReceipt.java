package dev.wastm.benchmarks.wasm;

import dev.wastm.benchmarks.Median;
import dev.wastm.benchmarks.Stopwatch;
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
import java.util.Optional;

/** How long the first receipt takes in this JVM, which has just started; what {@link ModuleLoad} starts other JVMs for. */
public final class FirstReceipt {
  /** The option that says that the JVM begins as a worker does. */
  public static final String REHEARSE = "--rehearse";

  static final int ACCOUNTS = 10;
  static final String STORE = "store";
  static final String MODULES = "modules";

  private static final double NS_PER_MS = 1e6;

  /** Enough for the median to be that of a module in memory. */
  private static final int HOT_RUNS = 11;

  /** In which the JVM compiles what was rehearsed: before that, the first receipt takes up to twice as long. */
  private static final long AFTER_REHEARSAL_MS = 1_000;

  private FirstReceipt() {}

  /**
   * Measures in a folder with a store and a module cache, as the caller was given it.
   *
   * @param rehearsal what a worker does before its first batch, where it is to be done
   * @return times in milliseconds, by what was timed
   */
  public static Map<String, Double> measure(Path folder, Optional<Stopwatch.Task> rehearsal)
      throws Exception {
    double rehearsalMs = rehearsal.isPresent() ? ms(rehearsal.get()) : 0;
    try (BlobStore store = BlobStores.open(folder.resolve(STORE).toUri().toString());
        BatchExecution execution = BatchExecution.open(
            ExecutionOptions.fastest(),
            new ModuleStore(store, CompiledCodeDirectory.open(folder.resolve(MODULES))))) {
      Ledger ledger = WasmWorkload.TRANSFER.reopen(store, execution);
      Batch batch = WasmWorkload.TRANSFER.calls(ledger, ACCOUNTS, 1);
      Thread.sleep(rehearsal.isPresent() ? AFTER_REHEARSAL_MS : 0);
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
      return times;
    }
  }

  private static double ms(Stopwatch.Task task) throws Exception {
    long startNs = System.nanoTime();
    task.run();
    return (System.nanoTime() - startNs) / NS_PER_MS;
  }
}
