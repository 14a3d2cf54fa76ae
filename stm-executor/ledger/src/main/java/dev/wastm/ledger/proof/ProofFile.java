package dev.wastm.ledger.proof;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.state.InvalidProofException;
import dev.wastm.ledger.state.State;
import dev.wastm.ledger.state.StateProof;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Proofs as files: one line of JSON without white space, members in a fixed order, all bytes as lower-case hexadecimal digits; the last
 * member is the SHA-256 of what stands before it. A proof has one file: {@link #decode} takes nothing that {@link #encode} would write
 * otherwise, so that no byte of a file changes unnoticed. The digest is against accidents; against lies, the header's hash is.
 */
public final class ProofFile {
  /**
   * Far more than the largest proof, which holds a transaction with its arguments, or a value and a neighbour's, in hexadecimal digits;
   * small enough to be held in memory without thinking.
   */
  public static final int SIZE_BYTES_MAX = 8 * 1024 * 1024;

  static final String VALUE_FORMAT = "wastm value proof 1";
  static final String RECEIPT_FORMAT = "wastm receipt proof 1";

  private static final JsonFactory FACTORY = new JsonFactory();
  private static final HexFormat HEX = HexFormat.of();

  private ProofFile() {}

  /** The file's text: ASCII, ended by a line feed. */
  public static String encode(LedgerProof proof) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      if (proof instanceof ValueProof value) {
        write(json, value);
      } else if (proof instanceof ReceiptProof receipt) {
        write(json, receipt);
      }
      json.flush();
      json.writeStringField("sha256", digest(text.toString()));
      json.writeEndObject();
    } catch (IOException e) {
      throw new AssertionError("Writing to memory does no I/O.", e);
    }
    return text.append('\n').toString();
  }

  /** @throws InvalidProofException where the bytes are not those of a proof's file; whether the proof holds is not asked */
  public static LedgerProof decode(byte[] file) throws InvalidProofException {
    return ProofReader.read(file);
  }

  private static void write(JsonGenerator json, ValueProof proof) throws IOException {
    json.writeStringField("format", VALUE_FORMAT);
    json.writeStringField("header", HEX.formatHex(proof.header().bytes().toByteArray()));
    json.writeStringField("key", HEX.formatHex(proof.state().key().bytes()));
    if (proof.state() instanceof StateProof.Present present) {
      json.writeStringField("value", HEX.formatHex(present.entry().value()));
      json.writeNullField("neighbour");
    } else if (proof.state() instanceof StateProof.Absent absent) {
      json.writeNullField("value");
      writeNeighbour(json, absent);
    }
    json.writeArrayFieldStart("path");
    for (StateProof.Step step : proof.state().path()) {
      json.writeStartObject();
      json.writeNumberField("bit", step.bit());
      json.writeStringField("sibling", step.sibling().hex());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeNeighbour(JsonGenerator json, StateProof.Absent absent)
      throws IOException {
    if (absent.neighbour().isEmpty()) {
      json.writeNullField("neighbour");
      return;
    }
    State.Entry neighbour = absent.neighbour().get();
    json.writeObjectFieldStart("neighbour");
    json.writeStringField("key", HEX.formatHex(neighbour.key().bytes()));
    json.writeStringField("value", HEX.formatHex(neighbour.value()));
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, ReceiptProof proof) throws IOException {
    json.writeStringField("format", RECEIPT_FORMAT);
    json.writeStringField("header", HEX.formatHex(proof.header().bytes().toByteArray()));
    json.writeStringField(
        "transaction", HEX.formatHex(proof.transaction().bytes().toByteArray()));
    json.writeStringField("receipt", HEX.formatHex(proof.receiptBytes().toByteArray()));
    json.writeArrayFieldStart("path");
    for (ReceiptProof.Step step : proof.path()) {
      json.writeStartObject();
      json.writeStringField("side", step.side().name().toLowerCase(Locale.ROOT));
      write(json, "transaction", step.transaction());
      write(json, "receipt", step.receipt());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static String digest(String text) {
    return Sha256.of(text.getBytes(StandardCharsets.US_ASCII)).hex();
  }

  private static void write(JsonGenerator json, String name, Digest digest) throws IOException {
    json.writeStringField(name, digest.hex());
  }
}
