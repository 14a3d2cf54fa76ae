package dev.wastm.ledger.state;

import dev.wastm.ledger.hash.Digest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.RecursiveTask;
import org.jspecify.annotations.Nullable;

/**
 * Applies updates to a trie in one pass, visiting only what lies on the way to an updated key, and hashing as it comes back up. Calls nest as
 * deep as the trie, which has at most {@link KeyPath#BITS} branches on any way.
 *
 * <p>The updates are sorted by their paths. A range of them meets a subtree at the first bit in which the range's paths and the subtree's do
 * not all agree. There both are split in two and meet again. What is left where no bit differs is one update and at most the leaf of its key.
 *
 * <p>What the paths below a branch have in common is not kept there, but seen from a leaf: the one to which the branches lead the range's first
 * path. No other leaf below agrees with that path in more bits. The leaf found is the same one for as long as the range's first update is, so
 * that there is at most one search, and one path to compute beside the update's own, for each update.
 */
final class TrieUpdate {
  private final Routed[] updates;

  /** An update, and its key's path. */
  private record Routed(Digest path, Update update) {
    static Routed of(Update update) {
      return new Routed(KeyPath.of(update.key()), update);
    }
  }

  private TrieUpdate(Routed[] updates) {
    this.updates = updates;
  }

  /** @param updates of keys that all differ, in any order */
  static @Nullable Node apply(@Nullable Node root, Update[] updates) {
    Routed[] routed = new Routed[updates.length];
    if (updates.length < Update.FORKED_MIN) {
      Arrays.setAll(routed, i -> Routed.of(updates[i]));
    } else {
      Arrays.parallelSetAll(routed, i -> Routed.of(updates[i]));
    }
    return new TrieUpdate(sorted(routed)).apply(root, 0, routed.length);
  }

  /**
   * By path. What is sorted first is numbers, ten times as fast as objects: a path's first 32 bits, and below them the place of its update. The
   * few whose first bits are the same are sorted by their whole paths then.
   */
  private static Routed[] sorted(Routed[] routed) {
    long[] order = new long[routed.length];
    Arrays.setAll(
        order,
        i -> ((routed[i].path.word(0) ^ Long.MIN_VALUE) >> Integer.SIZE << Integer.SIZE) | i);
    Arrays.sort(order);
    Routed[] sorted = new Routed[routed.length];
    Arrays.setAll(sorted, i -> routed[(int) order[i]]);
    int from = 0;
    for (int to = 1; to <= order.length; to++) {
      if (to == order.length || order[to] >> Integer.SIZE != order[from] >> Integer.SIZE) {
        if (to - from > 1) {
          Arrays.sort(sorted, from, to, Comparator.comparing(Routed::path));
        }
        from = to;
      }
    }
    return sorted;
  }

  private @Nullable Node apply(@Nullable Node node, int from, int to) {
    return from == to ? node : apply(node, parting(node, from), from, to);
  }

  /** The first bit in which an update's path differs from that of every leaf below a node; none where its own key's leaf is there, or no leaf. */
  private int parting(@Nullable Node node, int update) {
    Node below = node;
    while (below instanceof Node.Branch branch) {
      below = branch.towards(path(update));
    }
    return below instanceof Node.Leaf leaf && !Arrays.equals(leaf.key(), key(update))
        ? KeyPath.firstDifference(path(update), leaf.path())
        : KeyPath.BITS;
  }

  /** @param parting of the node and the first update, of which there is one */
  private @Nullable Node apply(@Nullable Node node, int parting, int from, int to) {
    int bit = Math.min(parting, KeyPath.firstDifference(path(from), path(to - 1)));
    if (node instanceof Node.Branch branch && branch.bit <= bit) {
      return apply(branch, branch.bit, branch.zero, branch.one, parting, from, to);
    }
    if (bit == KeyPath.BITS) {
      assert to - from == 1 : "two keys have one SHA-256";
      return updates[from].update.leaf();
    }
    // All leaves below the node are on one side: on that of the first update, unless it is here
    // that this one leaves them.
    boolean nodeIsOne = bit == parting && !KeyPath.at(path(from), bit);
    return apply(node, bit, nodeIsOne ? null : node, nodeIsOne ? node : null, parting, from, to);
  }

  /**
   * Splits what stands at a node.
   *
   * @param zero what the node has on the side of the paths that have a zero at the bit
   */
  private @Nullable Node apply(
      @Nullable Node node,
      int bit,
      @Nullable Node zero,
      @Nullable Node one,
      int parting,
      int from,
      int to) {
    int middle = firstWithOne(bit, from, to);
    int firstsParting = bit == parting ? KeyPath.BITS : parting;
    Node newZero = zero;
    Node newOne = one;
    if (middle == from) {
      newOne = apply(one, firstsParting, from, to);
    } else if (Math.min(middle - from, to - middle) < Update.FORKED_MIN) {
      newZero = apply(zero, firstsParting, from, middle);
      newOne = apply(one, middle, to);
    } else {
      Side side = new Side(one, middle, to);
      var unused = side.fork();
      newZero = apply(zero, firstsParting, from, middle);
      newOne = side.join();
    }
    return newZero == zero && newOne == one ? node : join(bit, newZero, newOne);
  }

  private final class Side extends RecursiveTask<@Nullable Node> {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Node node;
    private final int from;
    private final int to;

    Side(@Nullable Node node, int from, int to) {
      this.node = node;
      this.from = from;
      this.to = to;
    }

    @Override
    protected @Nullable Node compute() {
      return apply(node, from, to);
    }
  }

  private static @Nullable Node join(int bit, @Nullable Node zero, @Nullable Node one) {
    if (zero == null) {
      return one;
    }
    return one == null ? zero : new Node.Branch(bit, zero, one);
  }

  /** The updates' paths are sorted and agree before the bit, so that all with a zero there come first. */
  private int firstWithOne(int bit, int from, int to) {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (KeyPath.at(path(middle), bit)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private Digest path(int update) {
    return updates[update].path;
  }

  private byte[] key(int update) {
    return updates[update].update.key();
  }
}
