package dev.wastm.ledger.batch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import dev.wastm.wasm.trap.Trap;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;

/**
 * Receipts as people and scripts read them: one JSON object a line. Outputs and event data are shown as JSON where they are JSON, as {@code
 * {"base64":…}} otherwise, and as null where they are empty. Immutable.
 */
public final class ReceiptJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final Sentences sentences;

  /** @param sentences what is said of failures */
  public ReceiptJson(Sentences sentences) {
    this.sentences = sentences;
  }

  /** One line, without its end. */
  public String line(Transaction transaction, Receipt receipt) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(line)) {
      json.writeStartObject();
      json.writeNumberField("index", receipt.index());
      json.writeStringField("hash", receipt.transactionHash().hex());
      json.writeStringField("actor", transaction.actor());
      json.writeStringField("method", transaction.method());
      json.writeStringField("status", receipt.status().name());
      writeData(json, "output", receipt.output());
      json.writeNumberField("fuelUsed", receipt.fuelUsed());
      writeEvents(json, receipt.events());
      writeFailure(json, receipt.failure());
      json.writeEndObject();
    } catch (IOException e) {
      throw new AssertionError("Writing to memory does no I/O.", e);
    }
    return line.toString();
  }

  /** The lines of a batch's receipts, each ended; empty where they are longer than a number of characters. */
  public Optional<String> lines(
      List<Transaction.Sealed> transactions, List<Receipt> receipts, int charsMax) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < receipts.size() && lines.length() <= charsMax; i++) {
      lines.append(line(transactions.get(i).transaction(), receipts.get(i))).append('\n');
    }
    return lines.length() <= charsMax ? Optional.of(lines.toString()) : Optional.empty();
  }

  private void writeFailure(JsonGenerator json, Optional<Failure> failure) throws IOException {
    if (failure.isEmpty()) {
      json.writeNullField("error");
      json.writeNullField("code");
      return;
    }
    Failure why = failure.get();
    json.writeStringField("error", sentences.of(why));
    writeCode(json, why);
  }

  /**
   * Writes what a transaction and its receipt say, without a word that neither has, as members of an object: bytes as text where they are
   * UTF-8, as base64 where they are not.
   */
  public static void writeAsRecorded(JsonGenerator json, Transaction transaction, Receipt receipt)
      throws IOException {
    json.writeNumberField("index", receipt.index());
    json.writeStringField("hash", receipt.transactionHash().hex());
    json.writeStringField("actor", transaction.actor());
    json.writeStringField("method", transaction.method());
    json.writeStringField("sender", transaction.sender());
    BytesJson.writeTagged(json, "args", transaction.args());
    json.writeStringField("status", receipt.status().name());
    BytesJson.writeTagged(json, "output", receipt.output());
    json.writeNumberField("fuelUsed", receipt.fuelUsed());
    json.writeArrayFieldStart("events");
    for (Receipt.Event event : receipt.events()) {
      json.writeStartObject();
      BytesJson.writeTagged(json, "topic", event.topic());
      BytesJson.writeTagged(json, "data", event.data());
      json.writeEndObject();
    }
    json.writeEndArray();
    if (receipt.failure().isPresent()) {
      writeCode(json, receipt.failure().get());
    } else {
      json.writeNullField("code");
    }
  }

  private static void writeCode(JsonGenerator json, Failure why) throws IOException {
    json.writeStringField("code", why.code().name());
    json.writeObjectFieldStart("arguments");
    for (int i = 0; i < why.arguments().size(); i++) {
      String name = why.code().arguments().get(i);
      if (why.arguments().get(i) instanceof Trap.Argument.Text text) {
        json.writeStringField(name, text.value());
      } else if (why.arguments().get(i) instanceof Trap.Argument.Count count) {
        json.writeFieldName(name);
        json.writeNumber(Long.toUnsignedString(count.value()));
      }
    }
    if (why.place().isPresent()) {
      Failure.Place place = why.place().get();
      json.writeStringField("module", place.module().hex());
      json.writeNumberField("function", place.within().function());
      json.writeNumberField("offset", place.within().offset());
    }
    json.writeEndObject();
  }

  private static void writeEvents(JsonGenerator json, List<Receipt.Event> events)
      throws IOException {
    json.writeArrayFieldStart("events");
    for (Receipt.Event event : events) {
      json.writeStartObject();
      BytesJson.writeText(json, "topic", event.topic());
      writeData(json, "data", event.data());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeData(JsonGenerator json, String name, ByteString data)
      throws IOException {
    Optional<String> compact = CompactJson.of(data);
    if (data.isEmpty()) {
      json.writeNullField(name);
    } else if (compact.isPresent()) {
      json.writeFieldName(name);
      json.writeRawValue(compact.get());
    } else {
      BytesJson.writeBase64(json, name, data);
    }
  }
}
