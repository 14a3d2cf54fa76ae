package dev.wastm.ledger.journal;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import dev.wastm.ledger.batch.Batch;
import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.batch.SystemCall;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.execution.ExecutedBatch;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.MerkleTree;
import dev.wastm.ledger.proto.ChangeProto;
import dev.wastm.ledger.proto.HeaderProto;
import dev.wastm.ledger.proto.JournalRecordProto;
import dev.wastm.ledger.proto.TransactionProto;
import dev.wastm.ledger.state.StateChange;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.ledger.wire.CanonicalMessage;
import dev.wastm.stm.Change;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One stored batch, read back: its header, its transactions and receipts as they were hashed, and what it changed. The roots in the header
 * were checked against the transactions and receipts; the state root can be checked only by applying the changes.
 */
public record JournalRecord(
    BatchHeader.Sealed header,
    List<Transaction.Sealed> transactions,
    List<ByteString> receiptBytes,
    List<StateChange> changes) {
  private static final int HEADER_TAG =
      JournalRecordProto.HEADER_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

  /** The record of a batch, whether or not it is stored. */
  public static JournalRecord of(ExecutedBatch executed) {
    return new JournalRecord(
        executed.header(),
        executed.batch().transactions(),
        executed.receiptBytes(),
        executed.changes());
  }

  private JournalRecordProto proto() {
    JournalRecordProto.Builder proto = JournalRecordProto.newBuilder().setHeader(header.bytes());
    transactions.forEach(transaction -> proto.addTransactions(transaction.bytes()));
    proto.addAllReceipts(receiptBytes);
    changes.forEach(change -> proto.addChanges(encode(change)));
    return proto.build();
  }

  static byte[] encode(ExecutedBatch executed) {
    byte[] file = SealedFile.BATCH.seal(of(executed).proto().toByteString());
    long limit = executed.protocol().batch().journalBytes();
    if (file.length > limit) {
      throw new IllegalStateException(
          "The record of " + executed.header().header().ledger() + "/"
              + executed.header().header().height() + " has " + file.length
              + " bytes, and the other limits should have kept it below " + limit + ".");
    }
    return file;
  }

  /**
   * A record, from its file.
   *
   * @param heldBytes what is taken already of the room there is for it
   * @throws CorruptRecordException saying what is wrong, where the bytes are no whole record
   */
  static JournalRecord decode(long height, byte[] file, long heldBytes)
      throws CorruptRecordException {
    ByteString content = SealedFile.BATCH
        .open(file)
        .orElseThrow(() -> new CorruptRecordException(
            height, "its bytes do not have the digest they were stored with"));
    try {
      RecordRoom.require(height, content, heldBytes);
      JournalRecord record = decode(JournalRecordProto.parseFrom(content));
      record.check(height);
      return record;
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new CorruptRecordException(height, "it cannot be read: " + e.getMessage());
    }
  }

  /**
   * The header, from the beginning of a record's file: it is the first of its fields.
   *
   * @throws CorruptRecordException saying what is wrong, where the file does not begin with one
   */
  static BatchHeader.Sealed decodeHeader(long height, byte[] beginning)
      throws CorruptRecordException {
    try {
      CodedInputStream in = CodedInputStream.newInstance(SealedFile.BATCH.begun(beginning));
      if (in.readTag() != HEADER_TAG) {
        throw new IllegalArgumentException("it does not begin with a header");
      }
      return BatchHeader.unseal(in.readBytes());
    } catch (IOException | IllegalArgumentException e) {
      throw new CorruptRecordException(height, "it cannot be read: " + e.getMessage());
    }
  }

  /** The batch as it was executed. */
  public Batch batch() {
    BatchHeader fields = header.header();
    return new Batch(
        fields.ledger(),
        fields.genesis(),
        fields.height(),
        fields.parentHash(),
        fields.timestampMs(),
        fields.seed(),
        transactions);
  }

  /** The digests of the modules that its transactions deploy or upgrade to, or tried to. */
  public Stream<Digest> modules() {
    return transactions.stream()
        .map(Transaction.Sealed::transaction)
        .map(SystemCall::moduleOf)
        .flatMap(Optional::stream);
  }

  public List<Receipt> receipts() {
    return receiptBytes.stream().map(JournalRecord::receipt).toList();
  }

  private static Receipt receipt(ByteString bytes) {
    try {
      RecordRoom.requireReceipt(bytes);
      return Receipt.decode(bytes);
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new IllegalArgumentException("one of its receipts: " + e.getMessage(), e);
    }
  }

  private static JournalRecord decode(JournalRecordProto proto)
      throws InvalidProtocolBufferException {
    List<Transaction.Sealed> transactions = new ArrayList<>(proto.getTransactionsCount());
    for (ByteString bytes : proto.getTransactionsList()) {
      requireCanonical("a transaction", TransactionProto.getDescriptor(), bytes);
      transactions.add(Transaction.unseal(bytes));
    }
    requireCanonical("its header", HeaderProto.getDescriptor(), proto.getHeader());
    return new JournalRecord(
        BatchHeader.unseal(proto.getHeader()),
        List.copyOf(transactions),
        List.copyOf(proto.getReceiptsList()),
        proto.getChangesList().stream().map(JournalRecord::decode).toList());
  }

  private static void requireCanonical(String what, Descriptor type, ByteString bytes) {
    try {
      long unused = CanonicalMessage.requireCanonical(type, bytes);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          what + " is not in its canonical form: " + e.getMessage(), e);
    }
  }

  private void check(long height) throws CorruptRecordException {
    BatchHeader fields = header.header();
    if (!batch().transactionsRoot().equals(fields.transactionsRoot())) {
      throw new CorruptRecordException(
          height, "its transactions do not have the root that its header states");
    }
    if (receipts().size() != transactions.size()) {
      throw new CorruptRecordException(
          height,
          "it has " + transactions.size() + " transactions, but " + receiptBytes.size()
              + " receipts");
    }
    Digest receiptsRoot = MerkleTree.root(
        receiptBytes.stream().map(bytes -> MerkleTree.leaf(bytes.toByteArray())).toList());
    if (!receiptsRoot.equals(fields.receiptsRoot())) {
      throw new CorruptRecordException(
          height, "its receipts do not have the root that its header states");
    }
  }

  private static ChangeProto encode(StateChange change) {
    ChangeProto.Builder proto = ChangeProto.newBuilder()
        .setKey(UnsafeByteOperations.unsafeWrap(change.key().bytes()));
    if (change.change() instanceof Change.Put<byte[]> put) {
      return proto.setValue(UnsafeByteOperations.unsafeWrap(put.value())).build();
    }
    return proto.setDeleted(true).build();
  }

  private static StateChange decode(ChangeProto proto) {
    if (proto.getDeleted() && !proto.getValue().isEmpty()) {
      throw new IllegalArgumentException("a change deletes its key and has a value");
    }
    StateKey key = StateKey.ofStored(proto.getKey());
    Change<byte[]> change = proto.getDeleted()
        ? new Change.Delete<>()
        : new Change.Put<>(proto.getValue().toByteArray());
    return new StateChange(key, change);
  }
}
