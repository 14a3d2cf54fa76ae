package dev.wastm.ledger.proof;

import com.google.protobuf.ByteString;
import dev.wastm.ledger.ForgedRecord;
import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.batch.FailureCode;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.MerkleTree;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.proto.ArgumentProto;
import dev.wastm.ledger.proto.CodeProto;
import dev.wastm.ledger.proto.EventProto;
import dev.wastm.ledger.proto.FailureProto;
import dev.wastm.ledger.proto.HeaderProto;
import dev.wastm.ledger.proto.PlaceProto;
import dev.wastm.ledger.proto.ReceiptProto;
import dev.wastm.ledger.proto.StatusProto;
import dev.wastm.ledger.proto.TransactionProto;
import dev.wastm.ledger.state.State;
import dev.wastm.ledger.state.StateChange;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.stm.Change;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Proofs of batches that never were, whose hashes all fit: of texts, bytes and numbers as no guest makes them, some of them with bytes changed
 * before they were hashed. Confined to one thread.
 */
final class RandomProofs {
  private static final List<String> TEXTS = List.of(
      "",
      "a",
      "shop",
      "ü",
      "\u0000",
      "\n\t\"\\/\b\f\r",
      "\u001f\u007f\u0085\u2028\u202e",
      "𝄞",
      "\ufeff",
      "\ufffd",
      "{\"a\":1,\"a\":2}",
      "1e400");

  private final Random random;

  /** Stands where a proof's file has other bytes. */
  private final BatchHeader any;

  RandomProofs(Random random, BatchHeader any) {
    this.random = random;
    this.any = any;
  }

  ProofCase next() {
    return random.nextBoolean() ? value() : receipt();
  }

  private ProofCase value() {
    List<StateChange> changes = new ArrayList<>();
    for (int i = random.nextInt(20); i > 0; i--) {
      changes.add(new StateChange(key(), new Change.Put<>(bytes().toByteArray())));
    }
    changes.sort((a, b) -> a.key().compareTo(b.key()));
    State state = State.EMPTY;
    for (StateChange change : changes) {
      state = state.with(List.of(change));
    }
    StateKey sought = changes.isEmpty() || random.nextBoolean()
        ? key()
        : changes.get(random.nextInt(changes.size())).key();
    BatchHeader.Sealed header = header(digest(), digest(), state.root());
    return of(new ValueProof(header, state.prove(sought)));
  }

  private ProofCase receipt() {
    int count = 1 + random.nextInt(9);
    List<ByteString> transactions = new ArrayList<>();
    List<ByteString> receipts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ByteString transaction = disturbed(transactionProto().toByteString());
      transactions.add(transaction);
      receipts.add(
          disturbed(receiptProto(i, Sha256.of(transaction.toByteArray())).toByteString()));
    }
    int index = random.nextInt(count);
    List<Digest> transactionLeaves = leaves(transactions);
    List<Digest> receiptLeaves = leaves(receipts);
    List<MerkleTree.Step> ofTransactions = MerkleTree.path(transactionLeaves, index);
    List<MerkleTree.Step> ofReceipts = MerkleTree.path(receiptLeaves, index);
    List<ReceiptProof.Step> path = new ArrayList<>();
    for (int i = 0; i < ofReceipts.size(); i++) {
      path.add(new ReceiptProof.Step(
          ofReceipts.get(i).side(),
          ofTransactions.get(i).sibling(),
          ofReceipts.get(i).sibling()));
    }
    BatchHeader.Sealed header =
        header(MerkleTree.root(transactionLeaves), MerkleTree.root(receiptLeaves), digest());
    Transaction anyCall = new Transaction("a", "m", ByteString.EMPTY, "", 1);
    ByteString bytes = transactions.get(index);
    return of(
        new ReceiptProof(header, ForgedRecord.sealed(anyCall, bytes), receipts.get(index), path));
  }

  private static ProofCase of(LedgerProof proof) {
    return new ProofCase(
        ProofFile.encode(proof).getBytes(StandardCharsets.US_ASCII),
        proof.header().hash());
  }

  private static List<Digest> leaves(List<ByteString> leaves) {
    return leaves.stream().map(bytes -> MerkleTree.leaf(bytes.toByteArray())).toList();
  }

  private BatchHeader.Sealed header(Digest transactions, Digest receipts, Digest state) {
    ByteString canonical = HeaderProto.newBuilder()
        .setEpoch((int) number(Integer.MAX_VALUE))
        .setLedger(rarely() ? text() : "shop")
        .setHeight(number(Long.MAX_VALUE))
        .setParentHash(rarely() ? ByteString.EMPTY : digest().toByteString())
        .setPriorStateRoot(digest().toByteString())
        .setTransactionsRoot(transactions.toByteString())
        .setReceiptsRoot(receipts.toByteString())
        .setStateRoot(state.toByteString())
        .setTimestampMs(number(Long.MAX_VALUE))
        .setSeed(digest().toByteString())
        .setGenesis(rarely() ? ByteString.EMPTY : digest().toByteString())
        .build()
        .toByteString();
    ByteString bytes = disturbed(canonical);
    return new BatchHeader.Sealed(any, bytes, Sha256.of(bytes.toByteArray()));
  }

  private TransactionProto transactionProto() {
    boolean isSigned = random.nextBoolean();
    return TransactionProto.newBuilder()
        .setActor(text())
        .setMethod(text())
        .setArgs(bytes())
        .setSender(text())
        .setFuelLimit(random.nextLong() >>> random.nextInt(64))
        .setNonce(isSigned == rarely() ? 0 : random.nextLong() >>> (rarely() ? 0 : 1))
        .setSignature(
            isSigned == rarely()
                ? ByteString.EMPTY
                : digest().toByteString().concat(rarely() ? bytes() : digest().toByteString()))
        .build();
  }

  private ReceiptProto receiptProto(int index, Digest transaction) {
    ReceiptProto.Builder receipt = ReceiptProto.newBuilder()
        .setIndex(rarely() ? random.nextInt() : index)
        .setTransactionHash(transaction.toByteString())
        .setOutput(bytes())
        .setFuelUsed(rarely() ? random.nextLong() : number(Long.MAX_VALUE))
        .setWritesDigest(digest().toByteString());
    boolean succeeds = random.nextBoolean();
    receipt.setStatus(
        succeeds == !rarely() ? StatusProto.SUCCESS : StatusProto.forNumber(1 + random.nextInt(5)));
    for (int i = random.nextInt(3); i > 0; i--) {
      receipt.addEvents(EventProto.newBuilder().setTopic(bytes()).setData(bytes()));
    }
    return succeeds ? receipt.build() : receipt.setFailure(failure()).build();
  }

  private FailureProto.Builder failure() {
    FailureCode[] codes = FailureCode.values();
    FailureCode code = codes[random.nextInt(codes.length)];
    FailureProto.Builder failure =
        FailureProto.newBuilder().setCode(CodeProto.valueOf("CODE_" + code.name()));
    for (int i = code.arguments().size() + (rarely() ? 1 : 0); i > 0; i--) {
      ArgumentProto.Builder argument = ArgumentProto.newBuilder();
      failure.addArguments(
          rarely()
              ? argument
              : random.nextBoolean()
                  ? argument.setText(text())
                  : argument.setCount(random.nextLong() >> random.nextInt(64)));
    }
    if (random.nextBoolean()) {
      failure.setPlace(PlaceProto.newBuilder()
          .setModule(digest().toByteString())
          .setFunction(rarely() ? random.nextInt() : random.nextInt(1000))
          .setOffset(rarely() ? random.nextInt() : random.nextInt(1000)));
    }
    return failure;
  }

  /** Most of the time the same. */
  private ByteString disturbed(ByteString message) {
    if (random.nextInt(4) > 0) {
      return message;
    }
    byte[] bytes = message.toByteArray();
    switch (random.nextInt(6)) {
      case 0 -> bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      case 1 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      case 2 -> {
        return message.substring(0, random.nextInt(bytes.length));
      }
      case 3 -> {
        byte[] more = new byte[1 + random.nextInt(4)];
        random.nextBytes(more);
        int at = random.nextInt(bytes.length + 1);
        return message
            .substring(0, at)
            .concat(ByteString.copyFrom(more))
            .concat(message.substring(at));
      }
      case 4 -> {
        byte[] number = new byte[2 + random.nextInt(11)];
        Arrays.fill(number, (byte) (random.nextBoolean() ? 0xff : 0x80));
        number[0] = (byte) (8 * (1 + random.nextInt(10)));
        number[number.length - 1] = (byte) random.nextInt(4);
        return message.concat(ByteString.copyFrom(number));
      }
      default -> {
        int from = random.nextInt(bytes.length);
        int to = from + random.nextInt(bytes.length - from);
        return message.substring(0, to).concat(message.substring(from));
      }
    }
    return ByteString.copyFrom(bytes);
  }

  private StateKey key() {
    byte[] actor = (rarely() ? bytes() : ByteString.copyFromUtf8(text())).toByteArray();
    for (int i = 0; i < actor.length; i++) {
      actor[i] = actor[i] == 0 ? 1 : actor[i];
    }
    return StateKey.of(actor, bytes().toByteArray());
  }

  private long number(long max) {
    return rarely() ? random.nextInt(2) * max : 1 + random.nextInt(100_000);
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private ByteString bytes() {
    ByteString text = ByteString.copyFromUtf8(text() + text());
    if (random.nextInt(3) > 0) {
      return text;
    }
    byte[] any = new byte[random.nextInt(6)];
    random.nextBytes(any);
    return text.concat(ByteString.copyFrom(any));
  }

  private Digest digest() {
    byte[] any = new byte[Digest.LENGTH_BYTES];
    random.nextBytes(any);
    return Digest.of(ByteString.copyFrom(any));
  }

  private boolean rarely() {
    return random.nextInt(20) == 0;
  }
}
