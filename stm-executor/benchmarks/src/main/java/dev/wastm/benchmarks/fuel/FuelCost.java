package dev.wastm.benchmarks.fuel;

import dev.wastm.ledger.batch.Status;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a batch of a pattern's transactions took, next to what honest transactions took at the same time.
 *
 * @param operations in the batch
 * @param fuel of all its receipts; 0 where nothing was charged
 * @param meant how each transaction is to end
 * @param status how they end; where one ends in another way, how that one does
 * @param sequential one transaction after the other
 * @param parallel on two threads
 */
public record FuelCost(
    String pattern,
    int transactions,
    double operations,
    long fuel,
    Status meant,
    Status status,
    Time sequential,
    Time parallel) {

  /**
   * Of the batch.
   *
   * @param ns from beginning to end
   * @param cpuNs of all threads but those of the JVM itself
   * @param referenceNsPerFuel of the honest transactions, from beginning to end
   * @param referenceCpuNsPerFuel of the honest transactions, of all threads
   */
  public record Time(
      double ns, double cpuNs, double referenceNsPerFuel, double referenceCpuNsPerFuel) {}

  /** How many times longer than an honest one's a unit of fuel lasts; infinite where nothing was charged. */
  double ratioSequential() {
    return ratio(sequential);
  }

  double ratioParallel() {
    return ratio(parallel);
  }

  /** The same of the CPU time of both threads: higher than one thread's where work is done in vain. */
  double ratioParallelCpu() {
    return fuel == 0
        ? Double.POSITIVE_INFINITY
        : parallel.cpuNs() / fuel / parallel.referenceCpuNsPerFuel();
  }

  double ratio() {
    return Math.max(ratioSequential(), ratioParallel());
  }

  private double ratio(Time time) {
    return nsPerFuel(time) / time.referenceNsPerFuel();
  }

  private double nsPerFuel(Time time) {
    return fuel == 0 ? Double.POSITIVE_INFINITY : time.ns() / fuel;
  }

  /** What stands above the {@linkplain #line lines}. */
  public static String heading() {
    return String.format(
        Locale.ROOT,
        "%-30s %14s %12s %12s %10s %10s %9s %9s %9s",
        "pattern",
        "fuel/batch",
        "fuel/op",
        "ns/op",
        "ns/fuel",
        "2 threads",
        "ratio",
        "ratio 2",
        "of CPU");
  }

  /** A line for people. */
  public String line() {
    return String.format(
            Locale.ROOT,
            "%-30s %,14d %12.1f %12.1f %10.3f %10.3f %9.2f %9.2f %9.2f",
            pattern,
            fuel,
            fuel / operations,
            sequential.ns() / operations,
            nsPerFuel(sequential),
            nsPerFuel(parallel),
            ratioSequential(),
            ratioParallel(),
            ratioParallelCpu())
        + (status == meant ? "" : "  " + status + " instead of " + meant);
  }

  /** Where nothing was charged, there is no ratio. */
  public Map<String, @Nullable Object> fields() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("pattern", pattern);
    fields.put("transactions", transactions);
    fields.put("operations", operations);
    fields.put("fuel", fuel);
    fields.put("meant", meant.name());
    fields.put("status", status.name());
    fields.put("nsSequential", sequential.ns());
    fields.put("nsParallel", parallel.ns());
    fields.put("cpuNsSequential", sequential.cpuNs());
    fields.put("cpuNsParallel", parallel.cpuNs());
    fields.put("nsPerFuelSequential", finite(nsPerFuel(sequential)));
    fields.put("nsPerFuelParallel", finite(nsPerFuel(parallel)));
    fields.put("referenceNsPerFuelSequential", sequential.referenceNsPerFuel());
    fields.put("referenceNsPerFuelParallel", parallel.referenceNsPerFuel());
    fields.put("referenceCpuNsPerFuelSequential", sequential.referenceCpuNsPerFuel());
    fields.put("referenceCpuNsPerFuelParallel", parallel.referenceCpuNsPerFuel());
    fields.put("ratioSequential", finite(ratioSequential()));
    fields.put("ratioParallel", finite(ratioParallel()));
    fields.put("ratioParallelCpu", finite(ratioParallelCpu()));
    return fields;
  }

  private static @Nullable Double finite(double value) {
    return Double.isInfinite(value) ? null : value;
  }
}
