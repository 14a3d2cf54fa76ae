package dev.wastm.ledger.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.google.protobuf.ByteString;
import dev.wastm.ledger.batch.BatchOutcome;
import dev.wastm.ledger.batch.Failure;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.json.BytesJson;
import dev.wastm.ledger.json.CanonicalJson;
import dev.wastm.ledger.json.CompactJson;
import dev.wastm.ledger.json.StrictJson;
import dev.wastm.wasm.trap.Trap;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import java.util.Optional;

/**
 * Receipts as people and scripts read them: one JSON object a line. Outputs and event data are shown as JSON where they are JSON, as {@code
 * {"base64":…}} otherwise, and as null where they are empty. Immutable.
 */
public final class ReceiptJson {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final SerializedString LINE_END = new SerializedString("\n");

  private final Sentences sentences;

  /** @param sentences what is said of failures */
  public ReceiptJson(Sentences sentences) {
    this.sentences = sentences;
  }

  /** One line, without its end. */
  public String line(Transaction transaction, Receipt receipt) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(line)) {
      write(json, transaction, receipt);
    } catch (IOException e) {
      throw new AssertionError("Writing to memory does no I/O.", e);
    }
    return line.toString();
  }

  /** The lines of a batch's receipts, each ended, in order. */
  public void writeLines(BatchOutcome outcome, Writer to) throws IOException {
    JsonGenerator json = FACTORY
        .createGenerator(to)
        .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
        .setRootValueSeparator(LINE_END);
    try (json) {
      List<Transaction.Sealed> transactions = outcome.transactions();
      for (int i = 0; i < transactions.size(); i++) {
        write(
            json,
            transactions.get(i).transaction(),
            outcome.sealedReceipts().get(i).receipt());
      }
    }
    if (!outcome.transactions().isEmpty()) {
      to.write('\n');
    }
  }

  /** The lines of a batch's receipts, each ended; empty where they are longer than a number of characters. */
  public Optional<String> lines(BatchOutcome outcome, int charsMax) {
    BoundedText lines = new BoundedText(charsMax);
    try {
      writeLines(outcome, lines);
      return Optional.of(lines.text.toString());
    } catch (BoundedText.FullException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new AssertionError("Writing to memory does no I/O.", e);
    }
  }

  /** Takes no more than so many characters. */
  private static final class BoundedText extends Writer {
    private final StringBuilder text = new StringBuilder();
    private final int charsMax;

    BoundedText(int charsMax) {
      this.charsMax = charsMax;
    }

    static final class FullException extends IOException {
      private static final long serialVersionUID = 1L;
    }

    @Override
    public void write(char[] chars, int offset, int length) throws IOException {
      if (length > charsMax - text.length()) {
        throw new FullException();
      }
      text.append(chars, offset, length);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private void write(JsonGenerator json, Transaction transaction, Receipt receipt)
      throws IOException {
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
    if (data.isEmpty()) {
      json.writeNullField(name);
    } else if (CanonicalJson.is(data, StrictJson.DEPTH_MAX, Integer.MAX_VALUE)) {
      json.writeFieldName(name);
      json.writeRawValue(data.toStringUtf8());
    } else {
      writeOther(json, name, data);
    }
  }

  private static void writeOther(JsonGenerator json, String name, ByteString data)
      throws IOException {
    Optional<String> compact = CompactJson.of(data);
    if (compact.isPresent()) {
      json.writeFieldName(name);
      json.writeRawValue(compact.get());
    } else {
      BytesJson.writeBase64(json, name, data);
    }
  }
}
