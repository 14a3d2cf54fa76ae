package dev.wastm.ledger.reconcile;

import com.google.protobuf.ByteString;
import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.hash.MerkleTree;
import dev.wastm.ledger.journal.SealedFile;
import dev.wastm.ledger.proto.JournalRecordProto;
import dev.wastm.ledger.proto.ReceiptProto;
import java.util.List;

/** A journal entry of one transaction, made by someone who computes every digest anew. */
final class ForgedRecord {
  private ForgedRecord() {}

  static byte[] withAnotherReceipt(byte[] honest) throws Exception {
    JournalRecordProto record =
        JournalRecordProto.parseFrom(SealedFile.BATCH.open(honest).orElseThrow());
    ReceiptProto receipt = ReceiptProto.parseFrom(record.getReceipts(0));
    ByteString forged =
        receipt.toBuilder().setFuelUsed(receipt.getFuelUsed() + 1).build().toByteString();
    BatchHeader header = BatchHeader.unseal(record.getHeader()).header();
    ByteString sealed = new BatchHeader(
            header.epoch(),
            header.ledger(),
            header.height(),
            header.parentHash(),
            header.priorStateRoot(),
            header.transactionsRoot(),
            MerkleTree.root(List.of(MerkleTree.leaf(forged.toByteArray()))),
            header.stateRoot(),
            header.timestampMs(),
            header.seed())
        .seal()
        .bytes();
    return SealedFile.BATCH.seal(
        record.toBuilder().setHeader(sealed).setReceipts(0, forged).build().toByteString());
  }
}
