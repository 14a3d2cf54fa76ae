package dev.wastm.cli;

import java.util.Map;
import java.util.stream.Collectors;

/** Receipts counted by status, as text. */
final class Counts {
  private Counts() {}

  static String describe(Map<?, Integer> byStatus) {
    return byStatus.entrySet().stream()
        .map(count -> count.getKey() + ": " + count.getValue())
        .collect(Collectors.joining(", "));
  }
}
