package dev.wastm.plugin.micrometer;

import dev.wastm.ledger.module.ModuleStatistics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * Meters how a worker's modules are found:
 *
 * <ul>
 *   <li>the counter {@value #REQUESTS}, by {@code tier} ({@code hot}, {@code warm}, {@code cold}) and {@code result} ({@code hit}, {@code
 *       miss});
 *   <li>the timer {@value #LOADS}, by {@code tier}: modules loaded compiled from disk, or fetched and compiled;
 *   <li>the timer {@value #COMPILES}: the part of the latter in which modules were checked and compiled;
 *   <li>the counter {@value #FORGOTTEN}, and the gauges {@value #COUNT} and {@value #WEIGHT}, of memory.
 * </ul>
 *
 * The worker is asked when a registry is. Thread-safe.
 */
public final class ModuleMetrics implements MeterBinder {
  /** The counter of requests. */
  public static final String REQUESTS = "wastm.modules.requests";

  /** The timer of loads. */
  public static final String LOADS = "wastm.modules.loads";

  /** The timer of compilations. */
  public static final String COMPILES = "wastm.modules.compiles";

  /** The counter of modules put out of memory. */
  public static final String FORGOTTEN = "wastm.modules.forgotten";

  /** The gauge of modules in memory. */
  public static final String COUNT = "wastm.modules.count";

  /** The gauge of what they take, in bytes. */
  public static final String WEIGHT = "wastm.modules.weight";

  private static final String TIER = "tier";
  private static final String RESULT = "result";

  private final Supplier<ModuleStatistics> statistics;

  /** @param statistics such as {@code plugin::moduleStatistics} */
  public ModuleMetrics(Supplier<ModuleStatistics> statistics) {
    this.statistics = statistics;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    tier(registry, "hot", ModuleStatistics::hot);
    tier(registry, "warm", ModuleStatistics::warm);
    tier(registry, "cold", ModuleStatistics::cold);
    timer(registry, LOADS, "warm", s -> s.warm().hits(), s -> s.warm().loadNs());
    timer(registry, LOADS, "cold", s -> s.cold().hits(), s -> s.cold().loadNs());
    timer(registry, COMPILES, "cold", s -> s.cold().hits(), ModuleStatistics::compileNs);
    FunctionCounter.builder(FORGOTTEN, registry, value(ModuleStatistics::forgotten))
        .register(registry);
    Gauge.builder(COUNT, registry, value(ModuleStatistics::modules)).register(registry);
    Gauge.builder(WEIGHT, registry, value(ModuleStatistics::weightBytes))
        .baseUnit("bytes")
        .register(registry);
  }

  private void tier(
      MeterRegistry registry, String tier, Function<ModuleStatistics, ModuleStatistics.Tier> of) {
    requests(registry, tier, "hit", s -> of.apply(s).hits());
    requests(registry, tier, "miss", s -> of.apply(s).misses());
  }

  private void requests(
      MeterRegistry registry, String tier, String result, ToLongFunction<ModuleStatistics> count) {
    FunctionCounter.builder(REQUESTS, registry, value(count))
        .tag(TIER, tier)
        .tag(RESULT, result)
        .register(registry);
  }

  private void timer(
      MeterRegistry registry,
      String name,
      String tier,
      ToLongFunction<ModuleStatistics> count,
      ToLongFunction<ModuleStatistics> totalNs) {
    FunctionTimer.builder(
            name,
            registry,
            ignored -> count.applyAsLong(statistics.get()),
            value(totalNs),
            TimeUnit.NANOSECONDS)
        .tag(TIER, tier)
        .register(registry);
  }

  /** Registries hold the object that they ask weakly, so that they are given themselves, and the function knows whom to ask. */
  private ToDoubleFunction<MeterRegistry> value(ToLongFunction<ModuleStatistics> of) {
    return ignored -> (double) of.applyAsLong(statistics.get());
  }
}
