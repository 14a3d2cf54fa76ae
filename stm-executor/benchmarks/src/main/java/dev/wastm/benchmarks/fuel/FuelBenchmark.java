package dev.wastm.benchmarks.fuel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How long a unit of fuel lasts, for each thing that it can be spent on, next to what honest transactions take.
 *
 * @param keys that the state has, beside some of special kinds; from {@link #KEYS_MIN}
 * @param warmups runs before, at most: they end when runs do not become shorter
 * @param runs of which the shortest counts, from 1
 */
public record FuelBenchmark(int keys, int warmups, int runs) {
  public static final int KEYS_MIN = 10_000;

  private static final int WARMUP_BATCHES = 150;

  /** The names of all patterns, in the order in which they are measured. */
  public Set<String> patterns() throws IOException {
    return FuelPatterns.all(keys).keySet();
  }

  /**
   * Measures some patterns.
   *
   * @param names some of {@link #patterns}
   * @param out takes each cost once it is measured
   */
  public FuelVerdict measure(Set<String> names, Consumer<FuelCost> out) throws Exception {
    Map<String, FuelPattern> patterns = new LinkedHashMap<>(FuelPatterns.all(keys));
    patterns.keySet().retainAll(names);
    try (FuelLedger ledger = FuelLedger.open(keys, patterns.keySet())) {
      FuelMeasurement measurement = new FuelMeasurement(
          ledger, FuelTransactions.reference(), FuelClock.system(), warmups, runs);
      measurement.warmUp(Math.min(warmups, WARMUP_BATCHES));
      List<FuelPattern> prepared = new ArrayList<>();
      for (FuelPattern pattern : patterns.values()) {
        prepared.add(measurement.prepare(pattern));
      }
      List<FuelCost> costs = new ArrayList<>();
      for (FuelPattern pattern : prepared) {
        FuelCost cost = measurement.measure(pattern);
        costs.add(cost);
        out.accept(cost);
      }
      return FuelVerdict.of(costs);
    }
  }
}
