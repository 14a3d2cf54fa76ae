package dev.wastm.benchmarks;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One measured number.
 *
 * @param part of the benchmark, such as {@code load}
 * @param name what was measured
 * @param value the median, in {@code unit}
 */
public record Figure(String part, String name, double value, String unit) {
  private static final double PERCENT = 100;

  /** A line for people, with as many digits as count. */
  public String sentence() {
    return String.format(Locale.ROOT, "%-12s %-64s %12s %s", part, name, text(), unit);
  }

  /** Three digits that count are more than the machine's noise leaves. */
  private String text() {
    return value >= PERCENT
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
  }

  /** The same for machines. */
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("part", part);
    fields.put("name", name);
    fields.put("value", value);
    fields.put("unit", unit);
    return fields;
  }
}
