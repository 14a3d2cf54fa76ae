package dev.wastm.ledger.execution;

import com.google.protobuf.ByteString;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.MerkleTree;
import java.util.List;

/**
 * What one execution of a transaction leaves: its receipt, encoded and hashed on the executing thread, and what its guest logged.
 *
 * @param leaf the receipt's leaf in the receipts tree
 */
record Executed(Receipt receipt, ByteString bytes, Digest leaf, List<LogLine> log) {
  static Executed of(Receipt receipt, List<LogLine> log) {
    ByteString bytes = receipt.encode();
    return new Executed(receipt, bytes, MerkleTree.leaf(bytes.toByteArray()), log);
  }
}
