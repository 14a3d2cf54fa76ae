package dev.wastm.ledger.batch;

import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.MerkleTree;
import java.util.List;
import java.util.Optional;

/**
 * All that a batch's outcome depends on, apart from the state before it.
 *
 * @param parentHash the hash of the header before; empty at height 1
 * @param timestampMs milliseconds since the Unix epoch
 */
public record Batch(
    String ledger,
    long height,
    Optional<Digest> parentHash,
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
