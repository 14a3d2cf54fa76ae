package dev.wastm.ledger.journal;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** A height as part of a blob's key: 20 digits, so that the order of the keys is the order of the heights. */
public final class HeightName {
  private static final Pattern DIGITS = Pattern.compile("[0-9]{20}");

  private HeightName() {}

  public static String of(long height) {
    return String.format(Locale.ROOT, "%020d", height);
  }

  /** The height that a name stands for; empty where it is no height's name, but something that somebody else put there. */
  public static OptionalLong parse(String name) {
    if (!DIGITS.matcher(name).matches()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(name));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
