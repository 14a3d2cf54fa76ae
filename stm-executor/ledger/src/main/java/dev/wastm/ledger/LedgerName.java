package dev.wastm.ledger;

import dev.wastm.ledger.batch.Excerpt;
import java.util.regex.Pattern;

/** What a ledger may be called: it becomes part of blob keys and of workflow ids. */
public final class LedgerName {
  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private LedgerName() {}

  /** @throws IllegalArgumentException with a sentence that says what is allowed */
  public static String require(String name) {
    if (!VALID.matcher(name).matches()) {
      throw new IllegalArgumentException("\"" + Excerpt.of(name)
          + "\" is not a ledger's name; use 1 to 100 letters, digits, dots, dashes or underscores, beginning with a"
          + " letter or digit.");
    }
    return name;
  }
}
