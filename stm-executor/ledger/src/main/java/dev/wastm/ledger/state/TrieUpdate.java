package dev.wastm.ledger.state;

import dev.wastm.stm.Change;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Applies sorted changes to a trie in one pass, visiting only what lies on the way to a changed key. Confined to one thread.
 *
 * <p>A range of changes meets a subtree at the first bit in which the range's keys and the subtree's keys do not all agree. There both are
 * split in two and meet again, side by side. What is left where no bit differs is one change and at most the leaf of the same key. The
 * recursion is as deep as the trie, which is at most the number of a key's bits.
 */
final class TrieUpdate {
  private final List<StateChange> changes;
  private long sizeDelta;

  TrieUpdate(List<StateChange> changes) {
    this.changes = changes;
  }

  long sizeDelta() {
    return sizeDelta;
  }

  @Nullable
  Node apply(@Nullable Node root) {
    return apply(root, 0, changes.size());
  }

  private @Nullable Node apply(@Nullable Node node, int from, int to) {
    if (from == to) {
      return node;
    }
    byte[] first = key(from);
    int bit = KeyBits.firstDifference(first, key(to - 1));
    if (node != null) {
      bit = Math.min(bit, KeyBits.firstDifference(first, node.anyKey().bytes()));
      if (node instanceof Node.Branch branch && branch.bit <= bit) {
        return descend(branch, from, to);
      }
    }
    if (bit == KeyBits.NONE) {
      return replace(node, changes.get(from));
    }
    int middle = firstWithOne(bit, from, to);
    boolean nodeIsOne = node != null && KeyBits.at(node.anyKey().bytes(), bit);
    Node zero = apply(nodeIsOne ? null : node, from, middle);
    Node one = apply(nodeIsOne ? node : null, middle, to);
    return join(bit, zero, one);
  }

  private @Nullable Node descend(Node.Branch branch, int from, int to) {
    int middle = firstWithOne(branch.bit, from, to);
    Node zero = apply(branch.zero, from, middle);
    Node one = apply(branch.one, middle, to);
    return zero == branch.zero && one == branch.one ? branch : join(branch.bit, zero, one);
  }

  private @Nullable Node replace(@Nullable Node leaf, StateChange change) {
    if (change.change() instanceof Change.Put<byte[]> put) {
      sizeDelta += leaf == null ? 1 : 0;
      return new Node.Leaf(change.key(), put.value());
    }
    sizeDelta -= leaf == null ? 0 : 1;
    return null;
  }

  private static @Nullable Node join(int bit, @Nullable Node zero, @Nullable Node one) {
    if (zero == null) {
      return one;
    }
    return one == null ? zero : new Node.Branch(bit, zero, one);
  }

  /** The changes are sorted and agree before {@code bit}, so all with a zero there come first. */
  private int firstWithOne(int bit, int from, int to) {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (KeyBits.at(key(middle), bit)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private byte[] key(int index) {
    return changes.get(index).key().bytes();
  }
}
