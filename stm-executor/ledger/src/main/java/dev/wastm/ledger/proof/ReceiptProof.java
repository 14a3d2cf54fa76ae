package dev.wastm.ledger.proof;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.batch.BatchOutcome;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.MerkleTree;
import dev.wastm.ledger.hash.MerkleTree.Side;
import dev.wastm.ledger.proto.ReceiptProto;
import dev.wastm.ledger.state.InvalidProofException;
import dev.wastm.ledger.wire.CanonicalMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * One transaction of a batch, and its receipt. Both trees have a leaf for each transaction, in one order, so that one way leads up in both.
 *
 * @param receiptBytes the receipt's canonical bytes
 * @param path from the leaves up
 */
public record ReceiptProof(
    BatchHeader.Sealed header,
    Transaction.Sealed transaction,
    ByteString receiptBytes,
    List<Step> path)
    implements LedgerProof {

  /**
   * A node beside the way, in each of the two trees.
   *
   * @param side on which side of the way both stand
   */
  public record Step(Side side, Digest transaction, Digest receipt) {}

  public ReceiptProof {
    path = List.copyOf(path);
  }

  /** @param index the transaction's place in the batch, from 0 */
  public static ReceiptProof of(BatchOutcome outcome, int index) {
    List<MerkleTree.Step> transactions = MerkleTree.path(
        outcome.transactions().stream().map(Transaction.Sealed::leaf).toList(), index);
    List<MerkleTree.Step> receipts = MerkleTree.path(
        outcome.sealedReceipts().stream().map(Receipt.Sealed::leaf).toList(), index);
    List<Step> path = new ArrayList<>(receipts.size());
    for (int i = 0; i < receipts.size(); i++) {
      path.add(new Step(
          receipts.get(i).side(), transactions.get(i).sibling(), receipts.get(i).sibling()));
    }
    return new ReceiptProof(
        outcome.header(),
        outcome.transactions().get(index),
        outcome.sealedReceipts().get(index).bytes(),
        path);
  }

  /** @throws InvalidProofException where its bytes are no receipt, or not those that a receipt has */
  public Receipt receipt() throws InvalidProofException {
    try {
      long unused = CanonicalMessage.requireCanonical(ReceiptProto.getDescriptor(), receiptBytes);
      return Receipt.unseal(receiptBytes).receipt();
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new InvalidProofException("its receipt cannot be read: " + e.getMessage());
    }
  }

  @Override
  public void verifyBelowHeader() throws InvalidProofException {
    requireRoot(
        "receipts",
        header.header().receiptsRoot(),
        receiptBytes,
        path.stream()
            .map(step -> new MerkleTree.Step(step.side(), step.receipt()))
            .toList());
    requireRoot(
        "transactions",
        header.header().transactionsRoot(),
        transaction.bytes(),
        path.stream()
            .map(step -> new MerkleTree.Step(step.side(), step.transaction()))
            .toList());
    if (!receipt().transactionHash().equals(transaction.hash())) {
      throw new InvalidProofException("its receipt is that of another transaction");
    }
  }

  private static void requireRoot(
      String what, Digest stated, ByteString leaf, List<MerkleTree.Step> path)
      throws InvalidProofException {
    Digest shown = MerkleTree.rootOf(MerkleTree.leaf(leaf.toByteArray()), path);
    if (!shown.equals(stated)) {
      throw new InvalidProofException("it leads to the " + what + " root " + shown
          + ", and not to the one in its header, which is " + stated);
    }
  }
}
