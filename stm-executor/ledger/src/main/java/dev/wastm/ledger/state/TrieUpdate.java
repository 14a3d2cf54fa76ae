package dev.wastm.ledger.state;

import dev.wastm.stm.Change;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Applies sorted changes to a trie in one pass, visiting only what lies on the way to a changed key, and hashing as it comes back up.
 *
 * <p>A range of changes meets a subtree at the first bit in which the range's keys and the subtree's keys do not all agree. There both are
 * split in two and meet again, side by side. What is left where no bit differs is one change and at most the leaf of the same key.
 *
 * <p>Of the two sides, the one with fewer changes is done apart, and this goes on with the other one: so calls nest no deeper than the
 * logarithm of the number of changes, however deep the trie is, which guests decide. A side with many changes becomes a task of the common
 * fork-join pool. Tasks share nothing but what is immutable, so that the trie that comes out does not depend on who was first.
 */
final class TrieUpdate {
  /** Changes that are worth a task: at some 3 µs each, a hundred times what forking costs. */
  private static final int FORKED_CHANGES_MIN = 32;

  private final List<StateChange> changes;
  private final LongAdder sizeDelta = new LongAdder();

  /** @param changes a list with fast random access */
  TrieUpdate(List<StateChange> changes) {
    this.changes = changes;
  }

  /** How many more keys there are, once it is applied. */
  long sizeDelta() {
    return sizeDelta.sum();
  }

  @Nullable
  Node apply(@Nullable Node root) {
    return apply(root, 0, changes.size());
  }

  private @Nullable Node apply(@Nullable Node root, int from, int to) {
    Deque<Split> way = new ArrayDeque<>();
    Node node = root;
    int first = from;
    int end = to;
    int bit = meeting(node, first, end);
    while (bit != KeyBits.NONE) {
      Split split = split(node, bit, first, end);
      way.push(split);
      first = split.isOneLarger ? split.middle : first;
      end = split.isOneLarger ? end : split.middle;
      node = split.larger;
      bit = meeting(node, first, end);
    }
    Node updated = first == end ? node : replace(node, changes.get(first));
    while (!way.isEmpty()) {
      updated = way.pop().rejoined(updated);
    }
    return updated;
  }

  /** The bit at which a range of changes and a subtree are split; none where they are one change and its leaf, or no change. */
  private int meeting(@Nullable Node node, int from, int to) {
    if (from == to) {
      return KeyBits.NONE;
    }
    byte[] first = key(from);
    int bit = KeyBits.firstDifference(first, key(to - 1));
    if (node != null) {
      bit = Math.min(bit, KeyBits.firstDifference(first, node.anyKey()));
    }
    return node instanceof Node.Branch branch ? Math.min(bit, branch.bit) : bit;
  }

  private Split split(@Nullable Node node, int bit, int from, int to) {
    int middle = firstWithOne(bit, from, to);
    boolean isOneLarger = to - middle > middle - from;
    if (node instanceof Node.Branch branch && branch.bit == bit) {
      return isOneLarger
          ? new Split(branch, bit, true, middle, branch.one, new Side(branch.zero, from, middle))
          : new Split(branch, bit, false, middle, branch.zero, new Side(branch.one, middle, to));
    }
    boolean nodeIsOne = node != null && KeyBits.at(node.anyKey(), bit);
    Node zero = nodeIsOne ? null : node;
    Node one = nodeIsOne ? node : null;
    return isOneLarger
        ? new Split(null, bit, true, middle, one, new Side(zero, from, middle))
        : new Split(null, bit, false, middle, zero, new Side(one, middle, to));
  }

  /** A place on the way down, and what came of the side that the way does not take. */
  private static final class Split {
    private final Node.@Nullable Branch branch;
    private final int bit;
    private final boolean isOneLarger;
    private final int middle;
    private final @Nullable Node larger;
    private final Side smaller;

    /** @param branch what is split; null where something is to hang beside a whole subtree */
    Split(
        Node.@Nullable Branch branch,
        int bit,
        boolean isOneLarger,
        int middle,
        @Nullable Node larger,
        Side smaller) {
      this.branch = branch;
      this.bit = bit;
      this.isOneLarger = isOneLarger;
      this.middle = middle;
      this.larger = larger;
      this.smaller = smaller.begin();
    }

    @Nullable
    Node rejoined(@Nullable Node updated) {
      Node other = smaller.end();
      Node zero = isOneLarger ? other : updated;
      Node one = isOneLarger ? updated : other;
      boolean isSame = branch != null && branch.zero == zero && branch.one == one;
      return isSame ? branch : join(bit, zero, one);
    }
  }

  /** The changes that fall on one side, and the node there, in whose place comes the outcome. */
  private final class Side extends RecursiveAction {
    private static final long serialVersionUID = 1L;

    private transient @Nullable Node node;
    private final int from;
    private final int to;

    Side(@Nullable Node node, int from, int to) {
      this.node = node;
      this.from = from;
      this.to = to;
    }

    private boolean isForked() {
      return to - from >= FORKED_CHANGES_MIN;
    }

    Side begin() {
      if (isForked()) {
        var unused = fork();
      } else {
        compute();
      }
      return this;
    }

    @Nullable
    Node end() {
      if (isForked()) {
        var unused = join();
      }
      return node;
    }

    @Override
    protected void compute() {
      node = apply(node, from, to);
    }
  }

  private @Nullable Node replace(@Nullable Node leaf, StateChange change) {
    if (change.change() instanceof Change.Put<byte[]> put) {
      if (leaf == null) {
        sizeDelta.increment();
      }
      return new Node.Leaf(change.key().bytes(), put.value());
    }
    if (leaf != null) {
      sizeDelta.decrement();
    }
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
