package dev.wastm.ledger.batch;

import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.MerkleTree;
import dev.wastm.ledger.state.StateChange;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What came out of a batch, as it is hashed, stored, proven and shown: the journal writes and reads it, replay compares two of it, and whoever prints
 * takes from it. The state after it follows from the one before and the changes.
 *
 * @param sealedReceipts in the order of the transactions
 * @param changes in key order
 */
public record BatchOutcome(
    Batch batch,
    BatchHeader.Sealed header,
    List<Receipt.Sealed> sealedReceipts,
    List<StateChange> changes) {

  public List<Transaction.Sealed> transactions() {
    return batch.transactions();
  }

  public List<Receipt> receipts() {
    return sealedReceipts.stream().map(Receipt.Sealed::receipt).toList();
  }

  /** The digests of the modules that its transactions deploy or upgrade to, or tried to. */
  public Stream<Digest> modules() {
    return batch.transactions().stream().map(SystemCall::moduleOf).flatMap(Optional::stream);
  }

  /** The root of the tree of some receipts' leaves. */
  public static Digest receiptsRoot(List<Receipt.Sealed> receipts) {
    return MerkleTree.root(receipts.stream().map(Receipt.Sealed::leaf).toList());
  }
}
