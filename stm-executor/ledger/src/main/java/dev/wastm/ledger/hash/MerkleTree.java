package dev.wastm.ledger.hash;

import java.util.ArrayList;
import java.util.List;

/**
 * The Merkle tree hash of a list of byte strings, as in RFC 6962, section 2.1: leaf = SHA-256(0x00 ‖ bytes), node = SHA-256(0x01 ‖ left ‖
 * right), split at the largest power of two below the size; the empty list hashes to SHA-256 of nothing. An audit path is that of section
 * 2.1.1, each step with the side on which the sibling stands, so that it can be followed without the size of the list.
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
    int split = split(size);
    return node(subtree(leaves.subList(0, split)), subtree(leaves.subList(split, size)));
  }

  /** On which side of the path a sibling stands. */
  public enum Side {
    LEFT,
    RIGHT
  }

  /** One step of an audit path, from a node to the one above it. */
  public record Step(Side side, Digest sibling) {}

  /**
   * The way from a leaf up to the root.
   *
   * @param leaves the results of {@link #leaf}, in order
   * @param index from 0, below the number of leaves
   */
  public static List<Step> path(List<Digest> leaves, int index) {
    if (index < 0 || index >= leaves.size()) {
      throw new IllegalArgumentException(
          "There is no leaf " + index + " among " + leaves.size() + ".");
    }
    List<Step> path = new ArrayList<>();
    addPath(leaves, index, path);
    return path;
  }

  /** The root of every tree in which this path leads up from this leaf. */
  public static Digest rootOf(Digest leaf, List<Step> path) {
    Digest node = leaf;
    for (Step step : path) {
      node = step.side() == Side.LEFT ? node(step.sibling(), node) : node(node, step.sibling());
    }
    return node;
  }

  private static void addPath(List<Digest> leaves, int index, List<Step> path) {
    int size = leaves.size();
    if (size == 1) {
      return;
    }
    int split = split(size);
    if (index < split) {
      addPath(leaves.subList(0, split), index, path);
      path.add(new Step(Side.RIGHT, subtree(leaves.subList(split, size))));
    } else {
      addPath(leaves.subList(split, size), index - split, path);
      path.add(new Step(Side.LEFT, subtree(leaves.subList(0, split))));
    }
  }

  private static int split(int size) {
    return Integer.highestOneBit(size - 1);
  }

  private static Digest node(Digest left, Digest right) {
    return Sha256.start().u8(1).digest(left).digest(right).finish();
  }
}
