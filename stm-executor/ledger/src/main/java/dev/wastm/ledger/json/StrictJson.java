package dev.wastm.ledger.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.wastm.ledger.text.Excerpt;
import dev.wastm.ledger.text.Text;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;

/**
 * JSON as RFC 8259 has it, in strict UTF-8, whose size the caller has bounded. Whatever the text is, reading it ends in a value or in a {@link
 * MalformedException}.
 */
public final class StrictJson {
  /** How deep arrays and objects may lie in each other; deeper than any caller allows, so that it is the caller who says so. */
  public static final int DEPTH_MAX = 512;

  /**
   * The library's limits lie where they never come first: depth and numbers are checked as they are met, and nothing in a text is longer than
   * the text. Names are not shared between texts, because a table of them has limits of its own, which strangers could fill.
   */
  private static final JsonFactory FACTORY = JsonFactory.builder()
      .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
      .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
      .streamReadConstraints(StreamReadConstraints.builder()
          .maxNestingDepth(DEPTH_MAX)
          .maxNumberLength(Integer.MAX_VALUE)
          .maxStringLength(Integer.MAX_VALUE)
          .maxNameLength(Integer.MAX_VALUE)
          .build())
      .build();

  /** The characters of the longest long without a sign. */
  private static final int LONG_CHARS_MAX = 19;

  private static final List<String> ADVICE = List.of(
      " (start marker at",
      " (for ",
      ": enable ",
      ": was expecting (JSON",
      ": expected a valid value (",
      ": maybe a (non-standard)");

  private StrictJson() {}

  /** Takes one value from a parser that stands before it, and leaves the parser at the value's end. */
  @FunctionalInterface
  public interface Reading<T> {
    T read(JsonParser parser) throws IOException, MalformedException;
  }

  /** Reads a text that is one value. */
  public static <T> T read(ByteBuffer utf8, Reading<T> reading) throws MalformedException {
    return read(decode(utf8), reading);
  }

  /** Reads a text that is one value. */
  public static <T> T read(CharBuffer text, Reading<T> reading) throws MalformedException {
    try (JsonParser parser =
        FACTORY.createParser(text.array(), text.arrayOffset() + text.position(), text.length())) {
      return read(parser, reading);
    } catch (IOException e) {
      throw new AssertionError("Reading from memory does no I/O.", e);
    }
  }

  private static <T> T read(JsonParser parser, Reading<T> reading)
      throws IOException, MalformedException {
    try {
      T value = reading.read(parser);
      if (parser.nextToken() != null) {
        throw new MalformedException("there is more in it than one JSON value.");
      }
      return value;
    } catch (JsonProcessingException e) {
      String where = parser.currentToken() == JsonToken.FIELD_NAME ? name(parser) + ": " : "";
      throw new MalformedException.Syntax(
          where + "this is not valid JSON: " + words(e) + place(e) + ".");
    }
  }

  /** The string at which a parser stands. */
  public static String string(JsonParser parser) throws IOException, MalformedException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw new MalformedException(name(parser) + " must be a string.");
    }
    String text = parser.getText();
    if (!Text.isText(text)) {
      throw new MalformedException(name(parser)
          + " has one half of a surrogate pair without the other, which is no character.");
    }
    return text;
  }

  /** The whole number from 1 to some number at which a parser stands; empty where it is anything else. */
  public static OptionalLong wholeNumber(JsonParser parser, long max) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
        && parser.getTextLength() <= LONG_CHARS_MAX
        && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      long number = parser.getLongValue();
      if (number >= 1 && number <= max) {
        return OptionalLong.of(number);
      }
    }
    return OptionalLong.empty();
  }

  /** The member whose value a parser reads, quoted; "a value" where it reads none. */
  private static String name(JsonParser parser) throws IOException {
    String name = parser.currentName();
    return name == null ? "a value" : "\"" + Excerpt.of(name) + "\"";
  }

  private static CharBuffer decode(ByteBuffer utf8) throws MalformedException {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer text = CharBuffer.allocate(utf8.remaining());
    int start = utf8.position();
    CoderResult result = decoder.decode(utf8, text, true);
    if (result.isError()) {
      throw new MalformedException(
          "this is not valid UTF-8, at byte " + (utf8.position() - start + 1) + ".");
    }
    return text.flip();
  }

  /** What the library says, but for what only programmers can act on. */
  private static String words(JsonProcessingException e) {
    String message = String.valueOf(e.getOriginalMessage());
    for (String advice : ADVICE) {
      int at = message.indexOf(advice);
      message = at < 0 ? message : message.substring(0, at);
    }
    return Excerpt.of(message);
  }

  private static String place(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    return at == null || at.getColumnNr() < 1 ? "" : ", at column " + at.getColumnNr();
  }
}
