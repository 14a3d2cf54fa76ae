package dev.wastm.wasm.validation;

import java.util.ArrayList;
import java.util.List;

/** Collects the rules that a module breaks, as far as anyone wants to read them. Confined to one thread. */
final class Violations {
  /** A hostile module must not make a report of any length. */
  static final int REPORTED_MAX = 100;

  private final List<Violation> found = new ArrayList<>();

  void add(String place, String problem) {
    if (found.size() < REPORTED_MAX) {
      found.add(new Violation(place, problem));
    }
  }

  void limit(String place, String what, long actual, long max) {
    if (actual > max) {
      add(place, "It has " + actual + " " + what + "; the limit is " + max + ".");
    }
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  List<Violation> toList() {
    return List.copyOf(found);
  }
}
