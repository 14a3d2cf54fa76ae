package dev.wastm.benchmarks.fuel;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a table of costs shows.
 *
 * @param worst the pattern whose fuel lasts longest; empty where nothing was charged at all
 * @param free the patterns that nothing was charged for
 * @param above the patterns whose fuel lasts longer than it should
 */
public record FuelVerdict(Optional<FuelCost> worst, List<String> free, List<String> above) {
  /** So many times what an honest unit of fuel takes is a unit to take at most. */
  static final double RATIO_MAX = 4;

  static FuelVerdict of(List<FuelCost> costs) {
    List<FuelCost> charged = costs.stream().filter(cost -> cost.fuel() > 0).toList();
    return new FuelVerdict(
        charged.stream().max(Comparator.comparingDouble(FuelCost::ratio)),
        costs.stream().filter(cost -> cost.fuel() == 0).map(FuelCost::pattern).toList(),
        charged.stream()
            .filter(cost -> cost.ratio() > RATIO_MAX)
            .map(FuelCost::pattern)
            .toList());
  }

  public String sentence() {
    String longest = worst
        .map(cost -> String.format(
            Locale.ROOT,
            "The worst is %s: a unit of fuel takes %.2f times what an honest one does, and %.2f times on two threads."
                + " %d patterns are above %.0f times.",
            cost.pattern(),
            cost.ratioSequential(),
            cost.ratioParallel(),
            above.size(),
            RATIO_MAX))
        .orElse("Nothing was charged.");
    return free.isEmpty()
        ? longest
        : longest + " Nothing is charged for " + String.join(", ", free) + ".";
  }

  /** The same for machines. */
  public Map<String, @Nullable Object> fields() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("worst", worst.map(FuelCost::pattern).orElse(null));
    fields.put("ratioSequential", worst.map(FuelCost::ratioSequential).orElse(null));
    fields.put("ratioParallel", worst.map(FuelCost::ratioParallel).orElse(null));
    fields.put("above", above);
    fields.put("free", free);
    return Map.of("verdict", fields);
  }
}
