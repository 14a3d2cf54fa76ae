package dev.wastm.ledger.module;

import java.util.Locale;

/**
 * How modules were found since a worker began: hot, in memory; warm, compiled before and kept on disk; cold, in the blob store.
 *
 * @param hot asked for by each call of a guest
 * @param warm asked where memory has none
 * @param cold asked where the disk has none; a miss is a module that could not be fetched, or is not valid
 * @param compileNs the part of the cold tier's time in which modules were checked, instrumented and compiled
 * @param forgotten modules put out of memory because all had become too heavy
 * @param modules in memory now
 * @param weightBytes what they take, about
 */
public record ModuleStatistics(
    Tier hot, Tier warm, Tier cold, long compileNs, long forgotten, int modules, long weightBytes) {

  private static final double NS_PER_MS = 1e6;

  /** @param loadNs the time that its hits took, together */
  public record Tier(long hits, long misses, long loadNs) {}

  /** For people, in one line. */
  public String describe() {
    return String.format(
        Locale.ROOT,
        "modules: %d in memory; %d calls found theirs there, %d did not; %d were loaded compiled in %.1f ms, %d were"
            + " compiled in %.1f ms, %d were put out",
        modules,
        hot.hits(),
        hot.misses(),
        warm.hits(),
        warm.loadNs() / NS_PER_MS,
        cold.hits(),
        cold.loadNs() / NS_PER_MS,
        forgotten);
  }
}
