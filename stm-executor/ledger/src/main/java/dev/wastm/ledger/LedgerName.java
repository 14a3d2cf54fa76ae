package dev.wastm.ledger;

import dev.wastm.ledger.text.Names;

/** What a ledger may be called: it becomes part of blob keys and of workflow ids. */
public final class LedgerName {
  private LedgerName() {}

  /** @throws IllegalArgumentException with a sentence that says what is allowed */
  public static String require(String name) {
    if (!Names.isLedger(name)) {
      throw new IllegalArgumentException("\"" + Names.shown(name)
          + "\" is not a ledger's name; use 1 to 100 letters, digits, dots, dashes or underscores, beginning with a"
          + " letter or digit and not ending with a dot.");
    }
    return name;
  }
}
