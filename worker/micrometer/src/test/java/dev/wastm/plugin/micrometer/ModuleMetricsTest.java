package dev.wastm.plugin.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wastm.ledger.module.ModuleStatistics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ModuleMetricsTest {
  private ModuleStatistics statistics = statistics(0);

  private static ModuleStatistics statistics(long n) {
    return new ModuleStatistics(
        new ModuleStatistics.Tier(n, n + 1, 0),
        new ModuleStatistics.Tier(n + 2, n + 3, 4_000_000),
        new ModuleStatistics.Tier(n + 4, n + 5, 600_000_000),
        500_000_000,
        n + 6,
        7,
        8_000);
  }

  @Test
  void metersSayWhatTheStatisticsSay() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    new ModuleMetrics(() -> statistics).bindTo(registry);
    statistics = statistics(10);
    String[] tiers = {"hot", "warm", "cold"};
    for (int i = 0; i < tiers.length; i++) {
      assertEquals(10 + 2 * i, requests(registry, tiers[i], "hit"));
      assertEquals(11 + 2 * i, requests(registry, tiers[i], "miss"));
    }
    var loads = registry.get(ModuleMetrics.LOADS);
    assertEquals(12, loads.tag("tier", "warm").functionTimer().count());
    var cold = registry.get(ModuleMetrics.LOADS).tag("tier", "cold").functionTimer();
    assertEquals(600, cold.totalTime(TimeUnit.MILLISECONDS));
    var compiles = registry.get(ModuleMetrics.COMPILES).functionTimer();
    assertEquals(14, compiles.count());
    assertEquals(500, compiles.totalTime(TimeUnit.MILLISECONDS));
    assertEquals(16, registry.get(ModuleMetrics.FORGOTTEN).functionCounter().count());
    assertEquals(7, registry.get(ModuleMetrics.COUNT).gauge().value());
    assertEquals(8_000, registry.get(ModuleMetrics.WEIGHT).gauge().value());
  }

  private static double requests(SimpleMeterRegistry registry, String tier, String result) {
    return registry
        .get(ModuleMetrics.REQUESTS)
        .tags("tier", tier, "result", result)
        .functionCounter()
        .count();
  }
}
