package dev.wastm.ledger.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Text as strings and as UTF-8, one to one: what has no counterpart in the other form is refused, and nothing is ever put in its place. Else two
 * names could be stored as one, and what is stored could not be read as it was written.
 */
public final class Text {
  /** What a decoder that does not refuse puts in the place of bytes that are no text. */
  private static final char REPLACEMENT = '\ufffd';

  private Text() {}

  /** Whether a string has a form in UTF-8: no half of a surrogate pair stands without the other. */
  public static boolean isText(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        boolean isPair =
            i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
        if (!isPair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /**
   * Returns the text.
   *
   * @param what it is, as a sentence begins with it
   * @throws IllegalArgumentException where it has no form in UTF-8
   */
  public static String require(String what, String text) {
    if (!isText(text)) {
      throw new IllegalArgumentException(
          what + " has one half of a surrogate pair without the other, which is no character.");
    }
    return text;
  }

  /** @throws IllegalArgumentException where the string has no form in UTF-8 */
  public static byte[] utf8(String text) {
    return require("A text", text).getBytes(StandardCharsets.UTF_8);
  }

  /** The text that bytes are in UTF-8; empty where they are none. */
  public static Optional<String> ofUtf8(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    boolean isSame = text.indexOf(REPLACEMENT) < 0
        || Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes);
    return isSame ? Optional.of(text) : Optional.empty();
  }
}
