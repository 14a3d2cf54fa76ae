package dev.wastm.ledger.text;

import java.util.Locale;

/** What others wrote, as a sentence may quote it: on one line, with escapes for what cannot be seen, and cut where it is long. */
public final class Excerpt {
  private static final int CHARS_MAX = 120;

  /** What joins, breaks and turns text, and separates lines: the characters of Unicode 15 that are meant to be not seen. */
  private static final String INVISIBLE =
      "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2028\u2029"
          + "\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff";

  /** From here on Unicode has tags, selectors and private use. */
  private static final int TAGS = 0xe0000;

  private Excerpt() {}

  public static String of(String text) {
    return of(text, CHARS_MAX);
  }

  /** The whole of it. */
  public static String whole(String text) {
    return of(text, Integer.MAX_VALUE);
  }

  private static String of(String text, int charsMax) {
    StringBuilder shown = new StringBuilder();
    int next = 0;
    while (next < text.length() && shown.length() < charsMax) {
      int character = text.codePointAt(next);
      if (isVisible(character)) {
        shown.appendCodePoint(character);
      } else {
        shown.append(String.format(Locale.ROOT, "\\u%04x", character));
      }
      next += Character.charCount(character);
    }
    return next < text.length() ? shown.append('…').toString() : shown.toString();
  }

  /** Told by fixed ranges, and not by what a JVM knows of Unicode: an excerpt may be part of a receipt. */
  private static boolean isVisible(int character) {
    boolean isSurrogate =
        character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
    return !isSurrogate
        && !Character.isISOControl(character)
        && INVISIBLE.indexOf(character) < 0
        && character < TAGS;
  }
}
