package dev.wastm.ledger.batch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.google.protobuf.ByteString;
import dev.wastm.ledger.protocol.TransactionRules;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A transaction as a JSON object: {@code actor} and {@code method} are required; {@code args} (any JSON value, none where absent),
 * {@code sender} (empty where absent) and {@code fuel} ({@link TransactionRules#fuelDefault} where absent) are not. A signed one has {@code nonce} and
 * {@code signature}. This is the one place where JSON becomes argument bytes.
 */
final class TransactionJson {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{128}");

  private String actor = "";
  private String method = "";
  private ByteString args = ByteString.EMPTY;
  private String sender = "";
  private final TransactionRules rules;
  private long fuelLimit;
  private OptionalLong nonce = OptionalLong.empty();
  private Optional<ByteString> signature = Optional.empty();

  private TransactionJson(TransactionRules rules) {
    this.rules = rules;
    this.fuelLimit = rules.fuelDefault();
  }

  /** A line is not a transaction; the message says why, as a sentence. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }
  }

  static Transaction parse(String json, TransactionRules rules) throws MalformedException {
    TransactionJson fields = new TransactionJson(rules);
    try (JsonParser parser = FACTORY.createParser(json)) {
      fields.readObject(parser);
    } catch (JsonProcessingException e) {
      throw new MalformedException("this is not valid JSON: " + e.getOriginalMessage()
          + ", at column " + e.getLocation().getColumnNr() + ".");
    } catch (IOException e) {
      throw new AssertionError("Reading from a string does no I/O.", e);
    }
    return fields.check();
  }

  /** One line, without its end, that {@link #parse} reads as the same transaction. */
  static String line(Transaction transaction) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("actor", transaction.actor());
      json.writeStringField("method", transaction.method());
      if (!transaction.args().isEmpty()) {
        json.writeFieldName("args");
        json.writeRawValue(transaction.args().toStringUtf8());
      }
      json.writeStringField("sender", transaction.sender());
      json.writeNumberField("fuel", transaction.fuelLimit());
      if (transaction.authorization().isPresent()) {
        Transaction.Authorization signed = transaction.authorization().get();
        json.writeNumberField("nonce", signed.nonce());
        json.writeStringField(
            "signature", HexFormat.of().formatHex(signed.signature().toByteArray()));
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new AssertionError("Writing to memory does no I/O.", e);
    }
    return line.toString();
  }

  private void readObject(JsonParser parser) throws IOException, MalformedException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new MalformedException("a transaction must be a JSON object.");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      readField(name, value, parser);
    }
    if (parser.nextToken() != null) {
      throw new MalformedException("there is more on the line than one transaction.");
    }
  }

  private void readField(String name, JsonToken value, JsonParser parser)
      throws IOException, MalformedException {
    switch (name) {
      case "actor" -> actor = string(name, value, parser);
      case "method" -> method = string(name, value, parser);
      case "sender" -> sender = string(name, value, parser);
      case "args" -> args = CompactJson.copy(parser);
      case "fuel" -> fuelLimit = number(name, value, parser, rules.fuelMax());
      case "nonce" -> nonce = OptionalLong.of(number(name, value, parser, Long.MAX_VALUE));
      case "signature" -> signature = Optional.of(signature(string(name, value, parser)));
      default ->
        throw new MalformedException(
            "\"" + name
                + "\" is not a member of a transaction; they are actor, method, args, sender, fuel, nonce and signature.");
    }
  }

  private static String string(String name, JsonToken value, JsonParser parser)
      throws IOException, MalformedException {
    if (value != JsonToken.VALUE_STRING) {
      throw new MalformedException("\"" + name + "\" must be a string.");
    }
    return parser.getText();
  }

  private static long number(String name, JsonToken value, JsonParser parser, long max)
      throws IOException, MalformedException {
    if (value == JsonToken.VALUE_NUMBER_INT
        && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      long number = parser.getLongValue();
      if (number >= 1 && number <= max) {
        return number;
      }
    }
    throw new MalformedException("\"" + name + "\" must be a whole number from 1 to " + max + ".");
  }

  private static ByteString signature(String hex) throws MalformedException {
    if (!SIGNATURE.matcher(hex).matches()) {
      throw new MalformedException("\"signature\" must be 128 lower-case hexadecimal digits.");
    }
    return ByteString.copyFrom(HexFormat.of().parseHex(hex));
  }

  private Optional<Transaction.Authorization> authorization() throws MalformedException {
    if (nonce.isPresent() != signature.isPresent()) {
      throw new MalformedException(
          "a signed transaction has both \"nonce\" and \"signature\", and another has neither.");
    }
    return signature.map(signed -> new Transaction.Authorization(nonce.getAsLong(), signed));
  }

  private Transaction check() throws MalformedException {
    if (!ActorId.isValid(actor, rules)) {
      throw new MalformedException("\"actor\" must be 1 to " + rules.nameBytes()
          + " bytes of UTF-8 without control characters.");
    }
    if (!ActorId.isValidSender(sender, rules)) {
      throw new MalformedException("\"sender\" must be at most " + rules.nameBytes()
          + " bytes of UTF-8 without control characters.");
    }
    int methodBytes = method.getBytes(StandardCharsets.UTF_8).length;
    if (methodBytes == 0 || methodBytes > rules.methodBytes()) {
      throw new MalformedException(
          "\"method\" must be 1 to " + rules.methodBytes() + " bytes of UTF-8.");
    }
    if (args.size() > rules.argsBytes()) {
      throw new MalformedException(
          "\"args\" must be at most " + rules.argsBytes() + " bytes of compact JSON.");
    }
    return new Transaction(actor, method, args, sender, fuelLimit, authorization());
  }
}
