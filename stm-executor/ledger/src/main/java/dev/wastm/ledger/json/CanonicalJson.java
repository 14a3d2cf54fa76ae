package dev.wastm.ledger.json;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Whether bytes are a JSON value in its canonical form, as {@code docs/formats.md} has it: so few forms are left that a value has one. A grammar of its
 * own, which knows nothing of the library that {@link CompactJson} brings values into that form with: the tests hold one against the other. For one
 * text and one thread.
 */
public final class CanonicalJson {
  private static final byte[] TRUE = literal("true");
  private static final byte[] FALSE = literal("false");
  private static final byte[] NULL = literal("null");

  /** What may stand behind a backslash, but for {@code u00} and two digits. */
  private static final String ESCAPED = "\"\\bfnrt";

  /** The controls that have an escape of one letter, which is then their only form. */
  private static final String WITH_LETTERS = "\b\f\n\r\t";

  private static final int FIRST_PRINTABLE = 0x20;
  private static final int DELETE = 0x7f;

  /** The controls from U+0080 to U+009F begin with this byte and end below the other. */
  private static final byte C1_LEAD = (byte) 0xc2;

  private static final byte C1_END = (byte) 0xa0;

  private final byte[] json;
  private final int depthMax;
  private final int numberCharsMax;
  private int at;

  private CanonicalJson(byte[] json, int depthMax, int numberCharsMax) {
    this.json = json;
    this.depthMax = depthMax;
    this.numberCharsMax = numberCharsMax;
  }

  private static byte[] literal(String word) {
    return word.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Whether bytes are one value; how many they are is not asked.
   *
   * @param depthMax how deep arrays and objects may lie in each other
   * @param numberCharsMax how many characters a number may have
   */
  public static boolean is(ByteString json, int depthMax, int numberCharsMax) {
    if (!json.isValidUtf8()) {
      return false;
    }
    CanonicalJson text = new CanonicalJson(json.toByteArray(), depthMax, numberCharsMax);
    return text.isValue(0) && text.at == text.json.length;
  }

  /** Each of these takes what it names, and leaves {@link #at} behind it; where it is false, the rest is not looked at. */
  private boolean isValue(int depth) {
    return switch (next()) {
      case '{' -> depth < depthMax && isObject(depth + 1);
      case '[' -> depth < depthMax && isArray(depth + 1);
      case '"' -> isString(/* controlsMax= */ Integer.MAX_VALUE);
      case 't' -> isWord(TRUE);
      case 'f' -> isWord(FALSE);
      case 'n' -> isWord(NULL);
      default -> isNumber();
    };
  }

  private boolean isObject(int depth) {
    at++;
    if (take('}')) {
      return true;
    }
    Set<String> names = new HashSet<>();
    do {
      int start = at;
      if (next() != '"' || !isString(/* controlsMax= */ 0)) {
        return false;
      }
      // A string has one form, so that names are equal where their bytes are.
      String name = new String(json, start, at - start, StandardCharsets.UTF_8);
      if (!names.add(name) || !take(':') || !isValue(depth)) {
        return false;
      }
    } while (take(','));
    return take('}');
  }

  private boolean isArray(int depth) {
    at++;
    if (take(']')) {
      return true;
    }
    do {
      if (!isValue(depth)) {
        return false;
      }
    } while (take(','));
    return take(']');
  }

  /** @param controlsMax how many control characters may be in it: none in a member's name */
  private boolean isString(int controlsMax) {
    int controls = 0;
    at++;
    while (next() >= FIRST_PRINTABLE || next() < 0) {
      byte character = json[at++];
      if (character == '"') {
        return controls <= controlsMax;
      } else if (character == '\\') {
        controls += next() == '"' || next() == '\\' ? 0 : 1;
        if (!isEscape()) {
          return false;
        }
      } else if (character == DELETE || (character == C1_LEAD && json[at] < C1_END)) {
        controls++;
      }
    }
    return false;
  }

  private boolean isEscape() {
    if (next() != 'u') {
      boolean isLetter = next() > 0 && ESCAPED.indexOf(next()) >= 0;
      at++;
      return isLetter;
    }
    if (at + 5 > json.length || json[at + 1] != '0' || json[at + 2] != '0') {
      return false;
    }
    int high = json[at + 3] - '0';
    int low = lowerCaseDigit(json[at + 4]);
    at += 5;
    return (high == 0 || high == 1) && low >= 0 && WITH_LETTERS.indexOf(16 * high + low) < 0;
  }

  private static int lowerCaseDigit(byte digit) {
    return digit <= '9' || digit >= 'a' ? Character.digit(digit, 16) : -1;
  }

  private boolean isNumber() {
    int start = at;
    boolean unused = take('-');
    boolean isWhole = take('0') || digits() > 0;
    boolean isFraction = !take('.') || digits() > 0;
    boolean isScaled = !(take('e') || take('E'));
    if (!isScaled) {
      unused = take('+') || take('-');
      isScaled = digits() > 0;
    }
    return isWhole && isFraction && isScaled && at - start <= numberCharsMax;
  }

  private int digits() {
    int start = at;
    while ('0' <= next() && next() <= '9') {
      at++;
    }
    return at - start;
  }

  private boolean isWord(byte[] word) {
    for (byte letter : word) {
      if (!take((char) letter)) {
        return false;
      }
    }
    return true;
  }

  private boolean take(char character) {
    boolean isThere = next() == character;
    at += isThere ? 1 : 0;
    return isThere;
  }

  /** The byte that comes next, below zero where it is not ASCII; zero, which no JSON has, at the end. */
  private byte next() {
    return at < json.length ? json[at] : 0;
  }
}
