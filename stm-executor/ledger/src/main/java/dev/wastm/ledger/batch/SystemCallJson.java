package dev.wastm.ledger.batch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * The arguments of the actor {@code system}: {@code {"actor":…,"module":…,"init":…}} for {@code deploy}, the same without {@code init} for
 * {@code upgrade}, {@code {"epoch":…,"height":…}} for {@code moveToEpoch}, none for {@code requireSignatures}.
 */
final class SystemCallJson {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private String actor = "";
  private String module = "";
  private Optional<ByteString> init = Optional.empty();
  private OptionalLong epoch = OptionalLong.empty();
  private OptionalLong height = OptionalLong.empty();
  private final Set<String> given = new TreeSet<>();

  private SystemCallJson() {}

  static SystemCall parse(Transaction transaction) throws InvalidTransactionsException {
    SystemCallJson args = new SystemCallJson();
    try (JsonParser parser = FACTORY.createParser(transaction.args().newInput())) {
      if (!transaction.args().isEmpty()) {
        args.readObject(parser);
      }
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
      given.add(name);
      switch (name) {
        case "actor" -> actor = string(name, parser);
        case "module" -> module = string(name, parser);
        case "init" ->
          init = parser.currentToken() == JsonToken.VALUE_NULL
              ? Optional.empty()
              : Optional.of(CompactJson.copy(parser));
        case "epoch" -> epoch = OptionalLong.of(number(name, parser, Integer.MAX_VALUE));
        case "height" -> height = OptionalLong.of(number(name, parser, Long.MAX_VALUE));
        default ->
          throw new InvalidTransactionsException(
              "\"" + name
                  + "\" is not an argument of the system actor; they are actor, module, init, epoch and height.");
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

  private static long number(String name, JsonParser parser, long max)
      throws IOException, InvalidTransactionsException {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
        && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER
        && parser.getLongValue() >= 1
        && parser.getLongValue() <= max) {
      return parser.getLongValue();
    }
    throw new InvalidTransactionsException(
        "The argument \"" + name + "\" must be a whole number from 1 to " + max + ".");
  }

  private SystemCall toCall(String method) throws InvalidTransactionsException {
    return switch (method) {
      case "deploy" -> {
        require(method, Set.of("actor", "module"), Set.of("init"));
        yield new SystemCall.Deploy(actor, module, init);
      }
      case "upgrade" -> {
        require(method, Set.of("actor", "module"), Set.of());
        yield new SystemCall.Upgrade(actor, module);
      }
      case "requireSignatures" -> {
        require(method, Set.of(), Set.of());
        yield new SystemCall.RequireSignatures();
      }
      case "moveToEpoch" -> {
        require(method, Set.of("epoch"), Set.of("height"));
        yield new SystemCall.MoveToEpoch((int) epoch.orElseThrow(), height);
      }
      default ->
        throw new InvalidTransactionsException("The system actor has no method \"" + method
            + "\"; it has deploy, upgrade, requireSignatures and moveToEpoch.");
    };
  }

  private void require(String method, Set<String> required, Set<String> optional)
      throws InvalidTransactionsException {
    for (String name : required) {
      if (!given.contains(name)) {
        throw new InvalidTransactionsException("The argument \"" + name + "\" is missing.");
      }
    }
    for (String name : given) {
      if (!required.contains(name) && !optional.contains(name)) {
        throw new InvalidTransactionsException("\"" + method + "\" takes no \"" + name + "\".");
      }
    }
  }
}
