package dev.wastm.ledger;

import com.google.protobuf.ByteString;
import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.batch.Call;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.MerkleTree;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.journal.SealedFile;
import dev.wastm.ledger.proto.ChangeProto;
import dev.wastm.ledger.proto.JournalRecordProto;
import dev.wastm.ledger.proto.ReceiptProto;
import dev.wastm.ledger.state.StateChange;
import dev.wastm.stm.Change;
import java.util.List;

/** Journal entries made from honest ones by someone who computes every digest anew. */
public final class ForgedRecord {
  private ForgedRecord() {}

  /** The same batch, but its first transaction used one unit of fuel more. */
  public static byte[] withAnotherReceipt(byte[] honest) throws Exception {
    ByteString first = receipts(honest).get(0);
    ReceiptProto receipt = ReceiptProto.parseFrom(first);
    ByteString forged =
        receipt.toBuilder().setFuelUsed(receipt.getFuelUsed() + 1).build().toByteString();
    return withReceipts(honest, List.of(forged));
  }

  public static List<ByteString> receipts(byte[] record) throws Exception {
    return open(record).getReceiptsList();
  }

  public static List<ChangeProto> changes(byte[] record) throws Exception {
    return open(record).getChangesList();
  }

  public static byte[] withReceipts(byte[] honest, List<ByteString> receipts) throws Exception {
    JournalRecordProto record = open(honest);
    BatchHeader header = BatchHeader.unseal(record.getHeader()).header();
    Digest root = MerkleTree.root(
        receipts.stream().map(bytes -> MerkleTree.leaf(bytes.toByteArray())).toList());
    return seal(
        record.toBuilder().clearReceipts().addAllReceipts(receipts),
        header,
        root,
        header.stateRoot());
  }

  /** @param stateRoot of the state after the changes */
  public static byte[] withChanges(byte[] honest, List<ChangeProto> changes, Digest stateRoot)
      throws Exception {
    JournalRecordProto record = open(honest);
    BatchHeader header = BatchHeader.unseal(record.getHeader()).header();
    return seal(
        record.toBuilder().clearChanges().addAllChanges(changes),
        header,
        header.receiptsRoot(),
        stateRoot);
  }

  /** A change as a record has it. */
  public static ChangeProto change(StateChange change) {
    ChangeProto.Builder proto =
        ChangeProto.newBuilder().setKey(ByteString.copyFrom(change.key().bytes()));
    return change.change() instanceof Change.Put<byte[]> put
        ? proto.setValue(ByteString.copyFrom(put.value())).build()
        : proto.setDeleted(true).build();
  }

  private static JournalRecordProto open(byte[] record) throws Exception {
    return JournalRecordProto.parseFrom(SealedFile.BATCH.open(record).orElseThrow());
  }

  private static byte[] seal(
      JournalRecordProto.Builder record,
      BatchHeader header,
      Digest receiptsRoot,
      Digest stateRoot) {
    BatchHeader forged = new BatchHeader(
        header.epoch(),
        header.ledger(),
        header.genesis(),
        header.height(),
        header.parentHash(),
        header.priorStateRoot(),
        header.transactionsRoot(),
        receiptsRoot,
        stateRoot,
        header.timestampMs(),
        header.seed());
    return SealedFile.BATCH.seal(record.setHeader(forged.seal().bytes()).build().toByteString());
  }

  /** A transaction sealed with other bytes than it has. */
  public static Transaction.Sealed sealed(Transaction transaction, ByteString bytes) {
    byte[] content = bytes.toByteArray();
    return new Transaction.Sealed(
        transaction, Call.of(transaction), bytes, Sha256.of(content), MerkleTree.leaf(content));
  }
}
