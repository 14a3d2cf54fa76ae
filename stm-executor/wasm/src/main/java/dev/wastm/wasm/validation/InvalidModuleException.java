package dev.wastm.wasm.validation;

import java.util.List;

/** A file is no valid guest module; the message is one sentence about the first problem. */
public final class InvalidModuleException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Violation> violations;

  public InvalidModuleException(List<Violation> violations) {
    super("This is not a valid actor module: " + violations.get(0)
        + (violations.size() == 1
            ? ""
            : " (and " + (violations.size() - 1) + " more; wastm module check shows all)"));
    this.violations = List.copyOf(violations);
  }

  public List<Violation> violations() {
    return violations;
  }
}
