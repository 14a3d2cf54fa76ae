package dev.wastm.ledger.batch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.Optional;

/** JSON without white space, members in the order given, numbers as they were written. */
final class CompactJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private CompactJson() {}

  /** Copies the value at which the parser stands, and leaves the parser at its end. */
  static ByteString copy(JsonParser parser) throws IOException {
    ByteString.Output bytes = ByteString.newOutput();
    try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
      int depth = 0;
      do {
        depth += copyToken(parser, generator);
      } while (depth > 0 && parser.nextToken() != null);
    }
    return bytes.toByteString();
  }

  /** Bytes that are one JSON value, compacted; empty where they are none. */
  static Optional<String> of(ByteString bytes) {
    try (JsonParser parser = FACTORY.createParser(bytes.newInput())) {
      if (!bytes.isValidUtf8() || parser.nextToken() == null) {
        return Optional.empty();
      }
      String compact = copy(parser).toStringUtf8();
      return parser.nextToken() == null ? Optional.of(compact) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns by how much the nesting changes. */
  private static int copyToken(JsonParser parser, JsonGenerator generator) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
      generator.writeNumber(parser.getText());
    } else {
      generator.copyCurrentEvent(parser);
    }
    return token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
  }
}
