package dev.wastm.ledger.proof;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.wastm.ledger.LedgerName;
import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.MerkleTree.Side;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.key.VerificationKey;
import dev.wastm.ledger.proto.HeaderProto;
import dev.wastm.ledger.proto.TransactionProto;
import dev.wastm.ledger.state.InvalidProofException;
import dev.wastm.ledger.state.State;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.ledger.state.StateProof;
import dev.wastm.ledger.wire.CanonicalMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a proof's file, of which nothing is believed: it may come from anyone. */
final class ProofReader {
  private static final int BIT_MAX = 255;

  /** A path through the trie asks for each bit of a digest once at most. */
  private static final int STATE_STEPS_MAX = BIT_MAX + 1;

  /** A way up through more leaves than any batch will have. */
  private static final int BATCH_STEPS_MAX = 64;

  private final ProofText text;

  private ProofReader(ProofText text) {
    this.text = text;
  }

  static LedgerProof read(byte[] file) throws InvalidProofException {
    if (file.length > ProofFile.SIZE_BYTES_MAX) {
      throw new InvalidProofException(
          "it has more than the " + ProofFile.SIZE_BYTES_MAX + " bytes that a proof has at most");
    }
    ProofText text = new ProofText(file);
    try {
      LedgerProof proof = new ProofReader(text).proof();
      requireDigest(file, text);
      return proof;
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new InvalidProofException("it cannot be read: " + e.getMessage());
    }
  }

  private static void requireDigest(byte[] file, ProofText text) throws InvalidProofException {
    Digest actual = Sha256.start().bytes(file, 0, text.position()).finish();
    text.expect(",\"sha256\":\"");
    if (!text.digest().equals(actual)) {
      throw new InvalidProofException("it is damaged: it does not have the digest at its end");
    }
    text.expect("}\n");
    text.expectEnd();
  }

  /** All but the digest. */
  private LedgerProof proof() throws InvalidProofException, InvalidProtocolBufferException {
    text.expect("{\"format\":\"");
    if (text.accept(ProofFile.VALUE_FORMAT + "\"")) {
      return valueProof();
    }
    if (text.accept(ProofFile.RECEIPT_FORMAT + "\"")) {
      return receiptProof();
    }
    throw text.refused("a format that this version knows, which are \"" + ProofFile.VALUE_FORMAT
        + "\" and \"" + ProofFile.RECEIPT_FORMAT + "\"");
  }

  private ValueProof valueProof() throws InvalidProofException, InvalidProtocolBufferException {
    BatchHeader.Sealed header = header();
    StateKey key = key(member("key"));
    text.expect(",\"value\":");
    if (text.accept("null")) {
      text.expect(",\"neighbour\":");
      Optional<State.Entry> neighbour = neighbour();
      return new ValueProof(header, new StateProof.Absent(key, neighbour, statePath()));
    }
    text.expect("\"");
    State.Entry entry = new State.Entry(key, text.hex().toByteArray());
    text.expect(",\"neighbour\":null");
    return new ValueProof(header, new StateProof.Present(entry, statePath()));
  }

  private Optional<State.Entry> neighbour() throws InvalidProofException {
    if (text.accept("null")) {
      return Optional.empty();
    }
    text.expect("{\"key\":\"");
    StateKey key = key(text.hex());
    State.Entry entry = new State.Entry(key, member("value").toByteArray());
    text.expect("}");
    return Optional.of(entry);
  }

  /** A key whose actor has an id that is text: others there are none, and whatever is shown of them may look like one that there is. */
  private static StateKey key(ByteString bytes) throws InvalidProofException {
    StateKey key = StateKey.ofStored(bytes);
    if (!bytes.substring(0, bytes.size() - key.key().length - 1).isValidUtf8()) {
      throw new InvalidProofException("it has a key of an actor whose id is not UTF-8");
    }
    return key;
  }

  private List<StateProof.Step> statePath() throws InvalidProofException {
    List<StateProof.Step> path = new ArrayList<>();
    text.expect(",\"path\":[");
    while (isStep(path.size(), STATE_STEPS_MAX)) {
      text.expect("{\"bit\":");
      int bit = text.number(BIT_MAX);
      text.expect(",\"sibling\":\"");
      path.add(new StateProof.Step(bit, text.digest()));
      text.expect("}");
    }
    return path;
  }

  private ReceiptProof receiptProof() throws InvalidProofException, InvalidProtocolBufferException {
    BatchHeader.Sealed header = header();
    Transaction.Sealed transaction = transaction();
    ByteString receipt = member("receipt");
    List<ReceiptProof.Step> path = new ArrayList<>();
    text.expect(",\"path\":[");
    while (isStep(path.size(), BATCH_STEPS_MAX)) {
      text.expect("{\"side\":\"");
      Side side = text.accept("left") ? Side.LEFT : Side.RIGHT;
      text.expect(side == Side.LEFT ? "\",\"transaction\":\"" : "right\",\"transaction\":\"");
      Digest ofTransaction = text.digest();
      text.expect(",\"receipt\":\"");
      path.add(new ReceiptProof.Step(side, ofTransaction, text.digest()));
      text.expect("}");
    }
    return new ReceiptProof(header, transaction, receipt, path);
  }

  /** Whether one more step of a path comes next, what stands before it being read; false past the path's end, which is then read. */
  private boolean isStep(int read, int stepsMax) throws InvalidProofException {
    if (text.accept("]")) {
      return false;
    }
    if (read == stepsMax) {
      throw text.refused("the end of its path, which has at most " + stepsMax + " steps");
    }
    if (read > 0) {
      text.expect(",");
    }
    return true;
  }

  private BatchHeader.Sealed header() throws InvalidProofException, InvalidProtocolBufferException {
    ByteString bytes = canonical("header", HeaderProto.getDescriptor());
    BatchHeader.Sealed sealed = BatchHeader.unseal(bytes);
    BatchHeader header = sealed.header();
    String unused = LedgerName.require(header.ledger());
    if (header.epoch() < 1 || header.height() < 1 || header.timestampMs() < 0) {
      throw new InvalidProofException("its header has a number that is out of range");
    }
    return sealed;
  }

  private Transaction.Sealed transaction()
      throws InvalidProofException, InvalidProtocolBufferException {
    ByteString bytes = canonical("transaction", TransactionProto.getDescriptor());
    Transaction.Sealed sealed = Transaction.unseal(bytes);
    boolean isAuthorizedAsAny = sealed
        .transaction()
        .authorization()
        .map(by -> by.nonce() >= 1 && by.signature().size() == VerificationKey.SIGNATURE_BYTES)
        .orElse(true);
    if (!isAuthorizedAsAny) {
      throw new InvalidProofException("its transaction has a nonce or a signature that none has");
    }
    return sealed;
  }

  private ByteString canonical(String name, Descriptor type) throws InvalidProofException {
    ByteString bytes = member(name);
    try {
      long unused = CanonicalMessage.requireCanonical(type, bytes);
      return bytes;
    } catch (IllegalArgumentException e) {
      throw new InvalidProofException("its " + name + " is not canonical: " + e.getMessage());
    }
  }

  /** A member that is not the first, and is bytes. */
  private ByteString member(String name) throws InvalidProofException {
    text.expect(",\"" + name + "\":\"");
    return text.hex();
  }
}
