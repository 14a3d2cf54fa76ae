package dev.wastm.wasm.validation;

/**
 * A rule that a module breaks.
 *
 * @param place where, such as "function 12" or "imports"
 * @param problem a sentence
 */
public record Violation(String place, String problem) {
  @Override
  public String toString() {
    return place + ": " + problem;
  }
}
