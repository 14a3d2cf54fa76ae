package dev.wastm.ledger.journal;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import dev.wastm.ledger.batch.Batch;
import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.batch.BatchOutcome;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.execution.ExecutedBatch;
import dev.wastm.ledger.proto.ChangeProto;
import dev.wastm.ledger.proto.JournalRecordProto;
import dev.wastm.ledger.state.StateChange;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.stm.Change;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch's outcome as the bytes of a journal entry. What is read was checked against the roots in its header, but for the state root, which can
 * be checked only by applying the changes.
 */
final class JournalRecord {
  private static final int HEADER_TAG =
      JournalRecordProto.HEADER_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

  private JournalRecord() {}

  static byte[] encode(ExecutedBatch executed) {
    BatchOutcome outcome = executed.outcome();
    byte[] file = SealedFile.BATCH.seal(proto(outcome).toByteString());
    long limit = executed.protocol().batch().journalBytes();
    if (file.length > limit) {
      throw new IllegalStateException(
          "The record of " + outcome.batch().ledger() + "/" + outcome.batch().height() + " has "
              + file.length + " bytes, and the other limits should have kept it below " + limit
              + ".");
    }
    return file;
  }

  private static JournalRecordProto proto(BatchOutcome outcome) {
    JournalRecordProto.Builder proto =
        JournalRecordProto.newBuilder().setHeader(outcome.header().bytes());
    outcome.transactions().forEach(transaction -> proto.addTransactions(transaction.bytes()));
    outcome.sealedReceipts().forEach(receipt -> proto.addReceipts(receipt.bytes()));
    outcome.changes().forEach(change -> proto.addChanges(encode(change)));
    return proto.build();
  }

  /**
   * A record, from its file.
   *
   * @param heldBytes what is taken already of the room there is for it
   * @throws CorruptRecordException saying what is wrong, where the bytes are no whole record
   */
  static BatchOutcome decode(long height, byte[] file, long heldBytes)
      throws CorruptRecordException {
    ByteString content = SealedFile.BATCH
        .open(file)
        .orElseThrow(() -> new CorruptRecordException(
            height, "its bytes do not have the digest they were stored with"));
    try {
      RecordRoom.require(height, content, heldBytes);
      BatchOutcome outcome = decode(JournalRecordProto.parseFrom(content));
      check(height, outcome);
      return outcome;
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

  private static Receipt.Sealed receipt(ByteString bytes) {
    try {
      RecordRoom.requireReceipt(bytes);
      return Receipt.unseal(bytes);
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new IllegalArgumentException("one of its receipts: " + e.getMessage(), e);
    }
  }

  private static BatchOutcome decode(JournalRecordProto proto)
      throws InvalidProtocolBufferException {
    List<Transaction.Sealed> transactions = new ArrayList<>(proto.getTransactionsCount());
    for (ByteString bytes : proto.getTransactionsList()) {
      transactions.add(Transaction.unseal(bytes));
    }
    BatchHeader.Sealed header = BatchHeader.unseal(proto.getHeader());
    BatchHeader fields = header.header();
    Batch batch = Batch.of(
        fields.ledger(),
        fields.genesis(),
        fields.height(),
        fields.parentHash(),
        fields.timestampMs(),
        fields.seed(),
        transactions);
    return new BatchOutcome(
        batch,
        header,
        proto.getReceiptsList().stream().map(JournalRecord::receipt).toList(),
        proto.getChangesList().stream().map(JournalRecord::decode).toList());
  }

  private static void check(long height, BatchOutcome outcome) throws CorruptRecordException {
    BatchHeader fields = outcome.header().header();
    if (!outcome.batch().transactionsRoot().equals(fields.transactionsRoot())) {
      throw new CorruptRecordException(
          height, "its transactions do not have the root that its header states");
    }
    List<Receipt.Sealed> receipts = outcome.sealedReceipts();
    if (receipts.size() != outcome.transactions().size()) {
      throw new CorruptRecordException(
          height,
          "it has " + outcome.transactions().size() + " transactions, but " + receipts.size()
              + " receipts");
    }
    if (!BatchOutcome.receiptsRoot(receipts).equals(fields.receiptsRoot())) {
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
