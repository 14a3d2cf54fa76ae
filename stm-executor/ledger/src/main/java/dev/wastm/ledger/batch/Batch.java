package dev.wastm.ledger.batch;

import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.MerkleTree;
import java.util.List;

/**
 * All that a batch's outcome depends on, apart from the state before it.
 *
 * @param genesis the hash of the ledger's genesis
 * @param parentHash the hash of the header before; the genesis hash at height 1
 * @param timestampMs milliseconds since the Unix epoch
 */
public record Batch(
    String ledger,
    Digest genesis,
    long height,
    Digest parentHash,
    long timestampMs,
    Digest seed,
    List<Transaction.Sealed> transactions) {

  public Batch {
    transactions = List.copyOf(transactions);
  }

  public Digest transactionsRoot() {
    return MerkleTree.root(transactions.stream()
        .map(transaction -> MerkleTree.leaf(transaction.bytes().toByteArray()))
        .toList());
  }
}
