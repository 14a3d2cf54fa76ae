package dev.wastm.ledger.text;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What may be a name. Names of ledgers, of modules and of versions become parts of blob keys, file names and workflow ids, and are ASCII. Names of actors,
 * senders and methods are text of any script, but of characters that are seen: none that controls, joins, turns or hides what stands beside it, and no
 * space but U+0020, which is not at an end. Names decide outcomes, so that the tables are of fixed ranges and ask no JVM what it knows of Unicode.
 *
 * <p>Two names that look alike are two names all the same: {@link #shown} tells them apart.
 */
public final class Names {
  /** What a name of an actor, a sender or a method is, behind its length in bytes; for sentences. */
  public static final String RULE =
      "bytes of UTF-8, without control, format or other invisible characters, and without a space at an end";

  private static final Pattern LEDGER =
      Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9_-])?");
  private static final Pattern MODULE = Pattern.compile("[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9_-])?");
  private static final Pattern VERSION =
      Pattern.compile("[0-9](?:[A-Za-z0-9._+-]{0,62}[A-Za-z0-9])?");

  /** Names are shown whole; what is no name is cut. */
  /** From here on a character has three bytes in UTF-8. */
  private static final int FIRST_OF_THREE_BYTES = 0x800;

  private static final int SHOWN_CHARS_MAX = 128;

  private static final int FIRST_PRINTABLE = 0x20;
  private static final int LAST_PRINTABLE = 0x7e;

  /** From here on Unicode has nothing that names are written with: empty planes, tags, selectors and private use. */
  private static final int UNUSED_PLANES = 0x40000;

  /** The last two of each plane are no characters. */
  private static final int NONCHARACTER_BITS = 0xfffe;

  /**
   * From and to: controls (also C1, and the soft hyphen), spaces other than U+0020, joiners, marks and overrides of direction, separators of lines
   * and paragraphs, letters and selectors that show nothing, annotations, surrogates, private use, and what is no character.
   */
  private static final int[][] REFUSED = {
    {0x0000, 0x001f},
    {0x007f, 0x00a0},
    {0x00ad, 0x00ad},
    {0x034f, 0x034f},
    {0x0600, 0x0605},
    {0x061c, 0x061c},
    {0x06dd, 0x06dd},
    {0x070f, 0x070f},
    {0x0890, 0x0891},
    {0x08e2, 0x08e2},
    {0x115f, 0x1160},
    {0x1680, 0x1680},
    {0x17b4, 0x17b5},
    {0x180b, 0x180f},
    {0x2000, 0x200f},
    {0x2028, 0x202f},
    {0x205f, 0x206f},
    {0x2800, 0x2800},
    {0x3000, 0x3000},
    {0x3164, 0x3164},
    {0xd800, 0xf8ff},
    {0xfdd0, 0xfdef},
    {0xfe00, 0xfe0f},
    {0xfeff, 0xfeff},
    {0xffa0, 0xffa0},
    {0xfff0, 0xffff},
    {0x110bd, 0x110bd},
    {0x110cd, 0x110cd},
    {0x13430, 0x1345f},
    {0x16fe4, 0x16fe4},
    {0x1bca0, 0x1bca3},
    {0x1d159, 0x1d159},
    {0x1d173, 0x1d17a}
  };

  private Names() {}

  /** 1 to 100 letters, digits, dots, dashes or underscores, that begin with a letter or digit and do not end with a dot. */
  public static boolean isLedger(String name) {
    return LEDGER.matcher(name).matches();
  }

  /** What stands before the {@code @} of a tag: 1 to 64 lower-case letters, digits, dots, dashes or underscores, as with a ledger. */
  public static boolean isModule(String name) {
    return MODULE.matcher(name).matches();
  }

  /** What stands behind the {@code @} of a tag: 1 to 64 letters, digits, dots, dashes, underscores or plus signs, from a digit to a letter or digit. */
  public static boolean isVersion(String version) {
    return VERSION.matcher(version).matches();
  }

  /** Whether a text may be the name of an actor, a sender or a method of some length; an empty one is none. */
  public static boolean isName(String name, int bytesMax) {
    return !name.isEmpty()
        && name.length() <= bytesMax
        && name.charAt(0) != ' '
        && name.charAt(name.length() - 1) != ' '
        && allowedBytes(name) <= bytesMax;
  }

  /** How many bytes a text has in UTF-8; more than any where it has a character that no name has. */
  private static long allowedBytes(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      int character = text.codePointAt(i);
      if (!isAllowed(character)) {
        return Long.MAX_VALUE;
      }
      if (character <= LAST_PRINTABLE) {
        bytes++;
      } else if (character < FIRST_OF_THREE_BYTES) {
        bytes += 2;
      } else if (character < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
        bytes += 3;
      } else {
        bytes += 4;
        i++;
      }
    }
    return bytes;
  }

  private static boolean isAllowed(int character) {
    if (FIRST_PRINTABLE <= character && character <= LAST_PRINTABLE) {
      return true;
    }
    if (character >= UNUSED_PLANES || (character & NONCHARACTER_BITS) == NONCHARACTER_BITS) {
      return false;
    }
    for (int[] range : REFUSED) {
      if (range[0] <= character && character <= range[1]) {
        return false;
      }
    }
    return true;
  }

  /**
   * A name as a sentence shows it: in ASCII, all else and what quotes are made of escaped as JSON strings may escape it, so that different names
   * look different.
   */
  public static String shown(String name) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < Math.min(name.length(), SHOWN_CHARS_MAX); i++) {
      char each = name.charAt(i);
      if (each == '"' || each == '\\') {
        shown.append('\\').append(each);
      } else if (FIRST_PRINTABLE <= each && each <= LAST_PRINTABLE) {
        shown.append(each);
      } else {
        shown.append(String.format(Locale.ROOT, "\\u%04x", (int) each));
      }
    }
    return name.length() > SHOWN_CHARS_MAX ? shown.append("...").toString() : shown.toString();
  }
}
