package dev.wastm.ledger.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.MerkleTree.Side;
import dev.wastm.ledger.state.InvalidProofException;
import dev.wastm.ledger.state.State;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.ledger.state.StateProof;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Reads a proof's file, of which nothing is believed: it may come from anyone. */
final class ProofReader {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HexFormat HEX = HexFormat.of();

  private ProofReader() {}

  static LedgerProof read(byte[] file) throws InvalidProofException {
    if (file.length > ProofFile.SIZE_BYTES_MAX) {
      throw new InvalidProofException(
          "it has " + file.length + " bytes; a proof has at most " + ProofFile.SIZE_BYTES_MAX);
    }
    LedgerProof proof = parse(file);
    byte[] canonical = ProofFile.encode(proof).getBytes(StandardCharsets.US_ASCII);
    if (!Arrays.equals(canonical, file)) {
      throw new InvalidProofException(
          "it is not written as proofs are: one line of JSON, its members in order, the last the digest of the"
              + " others, and nothing else");
    }
    return proof;
  }

  private static LedgerProof parse(byte[] file) throws InvalidProofException {
    try {
      JsonNode json = JSON.readTree(file);
      String format = text(json, "format");
      return switch (format) {
        case ProofFile.VALUE_FORMAT -> valueProof(json);
        case ProofFile.RECEIPT_FORMAT -> receiptProof(json);
        default ->
          throw new InvalidProofException("its format is \"" + format
              + "\", which this version does not know; it knows \"" + ProofFile.VALUE_FORMAT
              + "\" and \"" + ProofFile.RECEIPT_FORMAT + "\"");
      };
    } catch (JsonProcessingException e) {
      throw new InvalidProofException("it is not JSON: " + e.getOriginalMessage());
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidProofException("it cannot be read: " + e.getMessage());
    }
  }

  private static ValueProof valueProof(JsonNode json)
      throws InvalidProofException, InvalidProtocolBufferException {
    StateKey key = StateKey.ofStored(bytes(json, "key"));
    List<StateProof.Step> path = new ArrayList<>();
    for (JsonNode step : array(json, "path")) {
      path.add(new StateProof.Step(number(step, "bit"), digest(step, "sibling")));
    }
    StateProof state = json.path("value").isNull()
        ? new StateProof.Absent(key, neighbour(json.path("neighbour")), path)
        : new StateProof.Present(new State.Entry(key, bytes(json, "value").toByteArray()), path);
    return new ValueProof(BatchHeader.unseal(bytes(json, "header")), state);
  }

  private static Optional<State.Entry> neighbour(JsonNode json) throws InvalidProofException {
    return json.isNull()
        ? Optional.empty()
        : Optional.of(new State.Entry(
            StateKey.ofStored(bytes(json, "key")), bytes(json, "value").toByteArray()));
  }

  private static ReceiptProof receiptProof(JsonNode json)
      throws InvalidProofException, InvalidProtocolBufferException {
    List<ReceiptProof.Step> path = new ArrayList<>();
    for (JsonNode step : array(json, "path")) {
      Side side = text(step, "side").equals("left") ? Side.LEFT : Side.RIGHT;
      path.add(new ReceiptProof.Step(side, digest(step, "transaction"), digest(step, "receipt")));
    }
    return new ReceiptProof(
        BatchHeader.unseal(bytes(json, "header")),
        Transaction.unseal(bytes(json, "transaction")),
        bytes(json, "receipt"),
        path);
  }

  private static String text(JsonNode json, String name) throws InvalidProofException {
    JsonNode value = json.path(name);
    if (!value.isTextual()) {
      throw new InvalidProofException("its member \"" + name + "\" is missing, or is no string");
    }
    return value.textValue();
  }

  private static int number(JsonNode json, String name) throws InvalidProofException {
    JsonNode value = json.path(name);
    if (!value.isInt()) {
      throw new InvalidProofException(
          "its member \"" + name + "\" is missing, or is no whole number");
    }
    return value.intValue();
  }

  private static JsonNode array(JsonNode json, String name) throws InvalidProofException {
    JsonNode value = json.path(name);
    if (!value.isArray()) {
      throw new InvalidProofException("its member \"" + name + "\" is missing, or is no array");
    }
    return value;
  }

  private static ByteString bytes(JsonNode json, String name) throws InvalidProofException {
    return ByteString.copyFrom(HEX.parseHex(text(json, name)));
  }

  private static Digest digest(JsonNode json, String name) throws InvalidProofException {
    return Digest.of(bytes(json, name));
  }
}
