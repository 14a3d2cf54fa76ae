package dev.wastm.ledger.batch;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import dev.wastm.ledger.json.CompactJson;
import dev.wastm.ledger.json.MalformedException;
import dev.wastm.ledger.json.StrictJson;
import dev.wastm.ledger.text.Excerpt;
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
  private String actor = "";
  private String module = "";
  private Optional<ByteString> init = Optional.empty();
  private OptionalLong epoch = OptionalLong.empty();
  private OptionalLong height = OptionalLong.empty();
  private final Set<String> given = new TreeSet<>();

  private SystemCallJson() {}

  /** @throws MalformedException with a sentence that says what is wrong with the method or its arguments */
  static SystemCall parse(Transaction transaction) throws MalformedException {
    return arguments(transaction).toCall(transaction.method());
  }

  private static SystemCallJson arguments(Transaction transaction) throws MalformedException {
    if (transaction.args().isEmpty()) {
      return new SystemCallJson();
    }
    try {
      return StrictJson.read(
          transaction.args().asReadOnlyByteBuffer(), parser -> new SystemCallJson().read(parser));
    } catch (MalformedException.Syntax e) {
      throw new MalformedException("The arguments of the system actor are not valid JSON.");
    } catch (MalformedException e) {
      throw new MalformedException(
          "The arguments of the system actor are wrong: " + e.getMessage());
    }
  }

  static ByteString encode(SystemCall.OfModule call, Optional<ByteString> init) {
    ByteString.Output bytes = ByteString.newOutput();
    try (JsonGenerator generator = CompactJson.FACTORY.createGenerator(bytes)) {
      generator.writeStartObject();
      generator.writeStringField("actor", call.actor());
      generator.writeStringField("module", call.module().name());
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
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (!given.add(name)) {
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
        case "epoch" -> epoch = OptionalLong.of(number(name, parser, Integer.MAX_VALUE));
        case "height" -> height = OptionalLong.of(number(name, parser, Long.MAX_VALUE));
        default ->
          throw new MalformedException("\"" + Excerpt.of(name)
              + "\" is none of them; they are actor, module, init, epoch and height.");
      }
    }
    return this;
  }

  private static long number(String name, JsonParser parser, long max)
      throws IOException, MalformedException {
    OptionalLong number = StrictJson.wholeNumber(parser, max);
    if (number.isEmpty()) {
      throw new MalformedException(
          "\"" + name + "\" must be a whole number from 1 to " + max + ".");
    }
    return number.getAsLong();
  }

  private SystemCall toCall(String method) throws MalformedException {
    return switch (method) {
      case "deploy" -> {
        require(method, Set.of("actor", "module"), Set.of("init"));
        yield new SystemCall.Deploy(actor, SystemCall.NamedModule.of(module), init);
      }
      case "upgrade" -> {
        require(method, Set.of("actor", "module"), Set.of());
        yield new SystemCall.Upgrade(actor, SystemCall.NamedModule.of(module));
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
        throw new MalformedException("The system actor has no method \""
            + Excerpt.of(method)
            + "\"; it has deploy, upgrade, requireSignatures and moveToEpoch.");
    };
  }

  private void require(String method, Set<String> required, Set<String> optional)
      throws MalformedException {
    for (String name : new TreeSet<>(required)) {
      if (!given.contains(name)) {
        throw new MalformedException("The argument \"" + name + "\" is missing.");
      }
    }
    for (String name : given) {
      if (!required.contains(name) && !optional.contains(name)) {
        throw new MalformedException("\"" + method + "\" takes no \"" + name + "\".");
      }
    }
  }
}
