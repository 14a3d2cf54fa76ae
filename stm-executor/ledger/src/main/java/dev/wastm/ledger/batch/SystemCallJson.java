package dev.wastm.ledger.batch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.Optional;

/** The arguments of the actor {@code system}: {@code {"actor":…,"module":…,"init":…}}, {@code init} for {@code deploy} only. */
final class SystemCallJson {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private String actor = "";
  private String module = "";
  private Optional<ByteString> init = Optional.empty();

  private SystemCallJson() {}

  static SystemCall parse(Transaction transaction) throws InvalidTransactionsException {
    SystemCallJson args = new SystemCallJson();
    try (JsonParser parser = FACTORY.createParser(transaction.args().newInput())) {
      args.readObject(parser);
    } catch (IOException e) {
      throw new InvalidTransactionsException(
          "The arguments of the system actor are not valid JSON.");
    }
    return args.toCall(transaction.method());
  }

  static ByteString encode(String actor, String module, Optional<ByteString> init) {
    ByteString.Output bytes = ByteString.newOutput();
    try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
      generator.writeStartObject();
      generator.writeStringField("actor", actor);
      generator.writeStringField("module", module);
      if (init.isPresent()) {
        generator.writeFieldName("init");
        generator.writeRawValue(init.get().toStringUtf8());
      }
      generator.writeEndObject();
    } catch (IOException e) {
      throw new AssertionError("Writing to memory does no I/O.", e);
    }
    return bytes.toByteString();
  }

  private void readObject(JsonParser parser) throws IOException, InvalidTransactionsException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new InvalidTransactionsException(
          "The arguments of the system actor must be a JSON object.");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "actor" -> actor = string(name, parser);
        case "module" -> module = string(name, parser);
        case "init" ->
          init = parser.currentToken() == JsonToken.VALUE_NULL
              ? Optional.empty()
              : Optional.of(CompactJson.copy(parser));
        default ->
          throw new InvalidTransactionsException("\"" + name
              + "\" is not an argument of the system actor; they are actor, module and init.");
      }
    }
  }

  private static String string(String name, JsonParser parser)
      throws IOException, InvalidTransactionsException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw new InvalidTransactionsException("The argument \"" + name + "\" must be a string.");
    }
    return parser.getText();
  }

  private SystemCall toCall(String method) throws InvalidTransactionsException {
    if (!ActorId.isValid(actor)) {
      throw new InvalidTransactionsException("The argument \"actor\" must be 1 to "
          + Limits.NAME_BYTES_MAX + " bytes of UTF-8 without control characters.");
    }
    if (module.isEmpty()) {
      throw new InvalidTransactionsException("The argument \"module\" is missing.");
    }
    return switch (method) {
      case "deploy" -> new SystemCall.Deploy(actor, module, init);
      case "upgrade" -> {
        if (init.isPresent()) {
          throw new InvalidTransactionsException(
              "\"upgrade\" takes no \"init\"; only \"deploy\" does.");
        }
        yield new SystemCall.Upgrade(actor, module);
      }
      default ->
        throw new InvalidTransactionsException("The system actor has no method \"" + method
            + "\"; it has deploy, upgrade and requireSignatures.");
    };
  }
}
