package dev.wastm.benchmarks.wasm;

import dev.wastm.benchmarks.Figure;
import dev.wastm.benchmarks.Stopwatch;
import java.util.List;
import java.util.function.Consumer;

/**
 * Transactions of the example actors, end to end and part by part.
 *
 * @param accounts counters, or accounts, from 2
 * @param transactions in a batch, from 1
 * @param threads that execute, from 1
 * @param load a main class of this JVM's class path, and its arguments, that calls {@link FirstReceipt} with the arguments that follow
 * @param figures takes each figure once it is measured
 * @param notices takes sentences on what cannot be measured here
 */
public record WasmBenchmark(
    int accounts,
    int transactions,
    int threads,
    Stopwatch stopwatch,
    List<String> load,
    Consumer<Figure> figures,
    Consumer<String> notices) {
  /** JVMs are started one by one for it. */
  private static final int LOAD_RUNS_MAX = 7;

  /** What can be measured on its own; together, in this order: the first in a JVM that has seen no other. */
  public enum Part {
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

  public void measure(Part part) throws Exception {
    switch (part) {
      case TRANSFER -> transactions(WasmWorkload.TRANSFER);
      case COUNTER -> transactions(WasmWorkload.COUNTER);
      case GUEST -> new WasmParts(stopwatch, figures).measure();
      case METERING -> new WasmEngines(stopwatch, figures).metering();
      case ENGINES -> new WasmEngines(stopwatch, figures).engines(notices);
      case LOAD ->
        new ModuleLoad(Math.min(stopwatch.runs(), LOAD_RUNS_MAX), load, figures).measure();
    }
  }

  private void transactions(WasmWorkload workload) throws Exception {
    new WasmTransactions(workload, accounts, transactions, stopwatch, figures).measure(threads);
  }
}
