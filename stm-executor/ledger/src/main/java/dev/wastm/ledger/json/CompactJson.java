package dev.wastm.ledger.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.google.protobuf.ByteString;
import dev.wastm.ledger.text.Excerpt;
import dev.wastm.ledger.text.Text;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Brings JSON into its canonical form ({@link CanonicalJson}): without white space, members in the order given, numbers as they were written. Refused is what readers understand in different ways, or
 * not at all: a member twice in one object, half a surrogate pair, a control character in a name, and depth and
 * numbers over the caller's limits.
 */
public final class CompactJson {
  /** Writes strings in the canonical form: characters as they are, but for those that JSON demands to be escaped; digits in lower case. */
  public static final JsonFactory FACTORY = JsonFactory.builder()
      .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
      .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
      .build();

  private final JsonParser from;
  private final JsonGenerator to;
  private final int depthMax;
  private final int numberCharsMax;

  /** The names met so far in each object that is open, innermost first; for an array a set that stays empty. */
  private final Deque<Set<String>> open = new ArrayDeque<>();

  private CompactJson(JsonParser from, JsonGenerator to, int depthMax, int numberCharsMax) {
    this.from = from;
    this.to = to;
    this.depthMax = depthMax;
    this.numberCharsMax = numberCharsMax;
  }

  /** Copies the value at which the parser stands, and leaves the parser at its end; as deep and with as long numbers as {@link StrictJson} reads. */
  public static ByteString copy(JsonParser parser) throws IOException, MalformedException {
    return copy(parser, StrictJson.DEPTH_MAX, Integer.MAX_VALUE);
  }

  /** Copies the value at which the parser stands, and leaves the parser at its end. */
  public static ByteString copy(JsonParser parser, int depthMax, int numberCharsMax)
      throws IOException, MalformedException {
    ByteString.Output bytes = ByteString.newOutput();
    try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
      new CompactJson(parser, generator, depthMax, numberCharsMax).copyValue();
    }
    return bytes.toByteString();
  }

  /** Bytes that are one JSON value, compacted; empty where they are none, or one that is refused. */
  public static Optional<String> of(ByteString bytes) {
    try {
      return Optional.of(StrictJson.read(bytes.asReadOnlyByteBuffer(), parser -> {
            parser.nextToken();
            return parser.hasCurrentToken() ? copy(parser).toStringUtf8() : "";
          }))
          .filter(compact -> !compact.isEmpty());
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  private void copyValue() throws IOException, MalformedException {
    do {
      copyToken(from.currentToken());
    } while (!open.isEmpty() && from.nextToken() != null);
  }

  private void copyToken(JsonToken token) throws IOException, MalformedException {
    switch (token) {
      case START_OBJECT, START_ARRAY -> {
        open();
        to.copyCurrentEvent(from);
      }
      case END_OBJECT, END_ARRAY -> {
        open.pop();
        to.copyCurrentEvent(from);
      }
      case FIELD_NAME -> to.writeFieldName(name(from.currentName()));
      case VALUE_STRING -> to.writeString(StrictJson.string(from));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> to.writeNumber(number());
      default -> to.copyCurrentEvent(from);
    }
  }

  private void open() throws MalformedException {
    if (open.size() == depthMax) {
      throw new MalformedException("arrays and objects lie " + (open.size() + 1)
          + " deep in each other, and at most " + depthMax + " are allowed.");
    }
    open.push(new HashSet<>());
  }

  private String name(String name) throws MalformedException {
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw new MalformedException(shown(name) + " has a control character in its name.");
    }
    if (!Text.isText(name)) {
      throw new MalformedException(
          shown(name)
              + " has one half of a surrogate pair without the other in its name, which is no character.");
    }
    if (!open.element().add(name)) {
      throw new MalformedException(shown(name) + " is there twice in one object.");
    }
    return name;
  }

  private static String shown(String name) {
    return "the member \"" + Excerpt.of(name) + "\"";
  }

  private String number() throws IOException, MalformedException {
    if (from.getTextLength() > numberCharsMax) {
      throw new MalformedException("a number has " + from.getTextLength()
          + " characters, and at most " + numberCharsMax + " are allowed.");
    }
    return from.getText();
  }
}
