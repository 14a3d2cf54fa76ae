package dev.wastm.ledger.submission;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.json.CompactJson;
import dev.wastm.ledger.json.MalformedException;
import dev.wastm.ledger.json.StrictJson;
import dev.wastm.ledger.protocol.TransactionRules;
import dev.wastm.ledger.text.Excerpt;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A transaction as a JSON object: {@code actor} and {@code method} are required; {@code args} (any JSON value, none where absent),
 * {@code sender} (empty where absent) and {@code fuel} ({@link TransactionRules#fuelDefault} where absent) are not. A signed one has {@code nonce} and
 * {@code signature}. This is the one place where JSON becomes argument bytes.
 */
final class TransactionJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{128}");

  private final TransactionRules rules;

  /** The member whose value is being read; empty between members. */
  private String member = "";

  private String actor = "";
  private String method = "";
  private ByteString args = ByteString.EMPTY;
  private String sender = "";
  private long fuelLimit;
  private OptionalLong nonce = OptionalLong.empty();
  private Optional<ByteString> signature = Optional.empty();

  private TransactionJson(TransactionRules rules) {
    this.rules = rules;
    this.fuelLimit = rules.fuelDefault();
  }

  /** @throws MalformedException with a sentence that names the member that is wrong */
  static Transaction parse(ByteBuffer utf8, TransactionRules rules) throws MalformedException {
    TransactionJson members = new TransactionJson(rules);
    return members.named(() -> StrictJson.read(utf8, members::readObject));
  }

  /** @throws MalformedException with a sentence that names the member that is wrong */
  static Transaction parse(String json, TransactionRules rules) throws MalformedException {
    TransactionJson members = new TransactionJson(rules);
    return members.named(
        () -> StrictJson.read(CharBuffer.wrap(json.toCharArray()), members::readObject));
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

  @FunctionalInterface
  private interface Parsing {
    Transaction parse() throws MalformedException;
  }

  /** Says of what goes wrong inside a member's value which member it is. */
  private Transaction named(Parsing parsing) throws MalformedException {
    try {
      return parsing.parse();
    } catch (MalformedException e) {
      String name = "\"" + Excerpt.of(member) + "\"";
      String message = String.valueOf(e.getMessage());
      boolean isNamed = member.isEmpty() || message.startsWith(name);
      throw isNamed ? e : new MalformedException(name + ": " + message);
    }
  }

  private Transaction readObject(JsonParser parser) throws IOException, MalformedException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new MalformedException("a transaction must be a JSON object.");
    }
    Set<String> met = new HashSet<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (!met.add(name)) {
        throw new MalformedException("the member \"" + Excerpt.of(name) + "\" is there twice.");
      }
      readMember(name, parser);
    }
    return transaction();
  }

  private void readMember(String name, JsonParser parser) throws IOException, MalformedException {
    member = name;
    parser.nextToken();
    switch (name) {
      case "actor" -> actor = StrictJson.string(parser);
      case "method" -> method = StrictJson.string(parser);
      case "sender" -> sender = StrictJson.string(parser);
      case "args" -> args = CompactJson.copy(parser, rules.argsDepth(), rules.argsNumberChars());
      case "fuel" -> fuelLimit = number(name, parser, rules.fuelMax());
      case "nonce" -> nonce = OptionalLong.of(number(name, parser, Long.MAX_VALUE));
      case "signature" -> signature = Optional.of(signature(StrictJson.string(parser)));
      default ->
        throw new MalformedException(
            "\"" + Excerpt.of(name)
                + "\" is not a member of a transaction; they are actor, method, args, sender, fuel, nonce and signature.");
    }
    member = "";
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

  private Transaction transaction() throws MalformedException {
    return new Transaction(actor, method, args, sender, fuelLimit, authorization());
  }
}
