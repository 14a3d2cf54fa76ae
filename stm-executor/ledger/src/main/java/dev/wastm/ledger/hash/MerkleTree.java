package dev.wastm.ledger.hash;

import java.util.List;

/**
 * The Merkle tree hash of a list of byte strings, as in RFC 6962, section 2.1: leaf = SHA-256(0x00 ‖ bytes), node = SHA-256(0x01 ‖ left ‖
 * right), split at the largest power of two below the size; the empty list hashes to SHA-256 of nothing.
 */
public final class MerkleTree {
  private MerkleTree() {}

  public static Digest leaf(byte[] bytes) {
    return Sha256.start().u8(0).bytes(bytes).finish();
  }

  /** @param leaves the results of {@link #leaf}, in order */
  public static Digest root(List<Digest> leaves) {
    return leaves.isEmpty() ? Sha256.start().finish() : subtree(leaves);
  }

  private static Digest subtree(List<Digest> leaves) {
    int size = leaves.size();
    if (size == 1) {
      return leaves.get(0);
    }
    int split = Integer.highestOneBit(size - 1);
    Digest left = subtree(leaves.subList(0, split));
    Digest right = subtree(leaves.subList(split, size));
    return Sha256.start().u8(1).digest(left).digest(right).finish();
  }
}
