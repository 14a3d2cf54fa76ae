package dev.wastm.ledger.batch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The arguments of the actor {@code system}: {@code {"actor":…,"module":…,"init":…}}, {@code init} for {@code deploy} only. */
final class SystemCallJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private String actor = "";
  private String module = "";
  private Optional<ByteString> init = Optional.empty();

  private SystemCallJson() {}

  static SystemCall parse(Transaction transaction) throws InvalidTransactionsException {
    try {
      SystemCallJson args = StrictJson.read(
          transaction.args().asReadOnlyByteBuffer(), parser -> new SystemCallJson().read(parser));
      return args.toCall(transaction.method());
    } catch (MalformedException.Syntax e) {
      // The library's words must not get into a receipt.
      throw new InvalidTransactionsException(
          "The arguments of the system actor are not valid JSON.");
    } catch (MalformedException e) {
      throw new InvalidTransactionsException(
          "The arguments of the system actor are wrong: " + e.getMessage());
    }
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

  private SystemCallJson read(JsonParser parser) throws IOException, MalformedException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new MalformedException("they must be a JSON object.");
    }
    Set<String> met = new HashSet<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (!met.add(name)) {
        throw new MalformedException("the member \"" + Excerpt.of(name) + "\" is there twice.");
      }
      parser.nextToken();
      switch (name) {
        case "actor" -> actor = StrictJson.string(parser);
        case "module" -> module = StrictJson.string(parser);
        case "init" ->
          init = parser.currentToken() == JsonToken.VALUE_NULL
              ? Optional.empty()
              : Optional.of(CompactJson.copy(parser));
        default ->
          throw new MalformedException(
              "\"" + Excerpt.of(name) + "\" is none of them; they are actor, module and init.");
      }
    }
    return this;
  }

  private SystemCall toCall(String method) throws InvalidTransactionsException {
    if (!ActorId.isValid(actor)) {
      throw new InvalidTransactionsException("The argument \"actor\" must be 1 to "
          + Limits.NAME_BYTES_MAX + " bytes of UTF-8 without control characters.");
    }
    if (module.isEmpty()) {
      throw new InvalidTransactionsException("The argument \"module\" is missing.");
    }
    if (!ActorId.isName(module, Limits.MODULE_BYTES_MAX)) {
      throw new InvalidTransactionsException("The argument \"module\" must be 1 to "
          + Limits.MODULE_BYTES_MAX + " bytes of UTF-8 without control characters.");
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
        throw new InvalidTransactionsException("The system actor has no method \""
            + Excerpt.of(method) + "\"; it has deploy, upgrade and requireSignatures.");
    };
  }
}
