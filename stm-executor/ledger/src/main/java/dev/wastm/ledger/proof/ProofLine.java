package dev.wastm.ledger.proof;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.json.BytesJson;
import dev.wastm.ledger.report.ReceiptJson;
import dev.wastm.ledger.state.InvalidProofException;
import dev.wastm.ledger.state.StateProof;
import java.io.IOException;
import java.io.StringWriter;

/**
 * What a proof proves, as one line of JSON: nothing that is not proven, bytes as text where they are UTF-8 and as base64 where they are not.
 * The verifier in Python prints the same characters.
 */
public final class ProofLine {
  private static final JsonFactory FACTORY = new JsonFactory();

  private ProofLine() {}

  /**
   * The line, without its end.
   *
   * @param proof one that was verified
   * @throws InvalidProofException where its receipt cannot be read, which a proof that was verified rules out
   */
  public static String of(LedgerProof proof) throws InvalidProofException {
    BatchHeader header = proof.header().header();
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      json.writeBooleanField("verified", true);
      json.writeStringField("ledger", header.ledger());
      json.writeNumberField("height", header.height());
      json.writeStringField("headerHash", proof.header().hash().hex());
      if (proof instanceof ValueProof value) {
        write(json, value.state());
      } else if (proof instanceof ReceiptProof receipt) {
        json.writeObjectFieldStart("receipt");
        ReceiptJson.writeAsRecorded(json, receipt.transaction().transaction(), receipt.receipt());
        json.writeEndObject();
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new AssertionError("Writing to memory does no I/O.", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, StateProof proof) throws IOException {
    json.writeStringField("actor", proof.key().actor());
    BytesJson.writeTagged(json, "key", ByteString.copyFrom(proof.key().key()));
    if (proof instanceof StateProof.Present present) {
      BytesJson.writeTagged(json, "value", ByteString.copyFrom(present.entry().value()));
    } else {
      json.writeNullField("value");
    }
  }
}
