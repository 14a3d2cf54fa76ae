package dev.wastm.ledger.module;

import java.util.concurrent.atomic.LongAdder;

/** Counts what {@link ModuleStatistics} tells. Thread-safe; hot hits are counted for each transaction, so that counting must not contend. */
final class ModuleCounts {
  private final Counted hot = new Counted();
  private final Counted warm = new Counted();
  private final Counted cold = new Counted();
  private final LongAdder compileNs = new LongAdder();
  private final LongAdder forgotten = new LongAdder();

  private static final class Counted {
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder loadNs = new LongAdder();

    void hit(long tookNs) {
      hits.increment();
      loadNs.add(tookNs);
    }

    ModuleStatistics.Tier tier() {
      return new ModuleStatistics.Tier(hits.sum(), misses.sum(), loadNs.sum());
    }
  }

  void hotHit() {
    hot.hits.increment();
  }

  void hotMiss() {
    hot.misses.increment();
  }

  void warmHit(long tookNs) {
    warm.hit(tookNs);
  }

  void warmMiss() {
    warm.misses.increment();
  }

  void coldHit(long tookNs, long compilingNs) {
    cold.hit(tookNs);
    compileNs.add(compilingNs);
  }

  void coldMiss() {
    cold.misses.increment();
  }

  void forgotten() {
    forgotten.increment();
  }

  ModuleStatistics statistics(int modules, long weightBytes) {
    return new ModuleStatistics(
        hot.tier(),
        warm.tier(),
        cold.tier(),
        compileNs.sum(),
        forgotten.sum(),
        modules,
        weightBytes);
  }
}
