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
 * @param transactionsRoot of the tree of the transactions' leaves, which {@link #of} makes
 */
public record Batch(
    String ledger,
    Digest genesis,
    long height,
    Digest parentHash,
    long timestampMs,
    Digest seed,
    List<Transaction.Sealed> transactions,
    Digest transactionsRoot) {

  public Batch {
    transactions = List.copyOf(transactions);
    assert transactionsRoot.equals(root(transactions)) : "the root is that of the transactions";
  }

  public static Batch of(
      String ledger,
      Digest genesis,
      long height,
      Digest parentHash,
      long timestampMs,
      Digest seed,
      List<Transaction.Sealed> transactions) {
    return new Batch(
        ledger, genesis, height, parentHash, timestampMs, seed, transactions, root(transactions));
  }

  private static Digest root(List<Transaction.Sealed> transactions) {
    return MerkleTree.root(transactions.stream().map(Transaction.Sealed::leaf).toList());
  }
}
