package dev.wastm.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.batch.BytesJson;
import dev.wastm.ledger.batch.ReceiptJson;
import dev.wastm.ledger.batch.Sentences;
import dev.wastm.ledger.proof.LedgerProof;
import dev.wastm.ledger.proof.ReceiptProof;
import dev.wastm.ledger.proof.ValueProof;
import dev.wastm.ledger.state.InvalidProofException;
import dev.wastm.ledger.state.StateProof;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** Shows what a proof proves. */
final class ProofPrinter {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final PrintWriter out;
  private final boolean json;

  ProofPrinter(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** @throws InvalidProofException where its receipt cannot be read, which a proof that holds rules out */
  void printProven(LedgerProof proof) throws IOException, InvalidProofException {
    BatchHeader header = proof.header().header();
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      generator.writeStartObject();
      generator.writeBooleanField("verified", true);
      generator.writeStringField("ledger", header.ledger());
      generator.writeNumberField("height", header.height());
      generator.writeStringField("headerHash", proof.header().hash().hex());
      if (proof instanceof ValueProof value) {
        writeValue(generator, value.state());
      } else if (proof instanceof ReceiptProof receipt) {
        generator.writeFieldName("receipt");
        generator.writeRawValue(new ReceiptJson(Sentences.nameless())
            .line(receipt.transaction().transaction(), receipt.receipt()));
      }
      generator.writeEndObject();
    }
    out.println(json ? text : "verified: " + text);
    out.flush();
  }

  void printRefused(String reason) throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("verified", false);
    fields.put("reason", reason);
    Fields.print(out, json, fields, "NOT verified: " + reason + ".");
  }

  private static void writeValue(JsonGenerator generator, StateProof proof) throws IOException {
    generator.writeStringField("actor", proof.key().actor());
    BytesJson.writeTagged(generator, "key", ByteString.copyFrom(proof.key().key()));
    if (proof instanceof StateProof.Present present) {
      BytesJson.writeTagged(
          generator, "value", ByteString.copyFrom(present.entry().value()));
    } else {
      generator.writeNullField("value");
    }
  }
}
