package dev.wastm.ledger.state;

import dev.wastm.ledger.hash.Digest;
import dev.wastm.stm.Change;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What leads from one trie to another, in no order that means anything. Subtrees that both share are not entered, so that the cost follows
 * what changed. Confined to one thread.
 *
 * <p>Where two subtrees are compared, each key that both have is in both of the pairs' nodes that come of them: branches that ask for the same bit
 * are entered together; where one asks for an earlier bit, all keys below the other one that it could share go to the side of any of them.
 * Whether the paths agree before that is not asked: where they do not, no key is shared, and each pair is as good as another.
 */
final class StateDifference {
  private final Consumer<StateChange> changes;
  private final Deque<Pair> pending = new ArrayDeque<>();

  StateDifference(Consumer<StateChange> changes) {
    this.changes = changes;
  }

  /** Subtrees of the two tries that are to be compared. */
  private record Pair(@Nullable Node before, @Nullable Node after) {}

  void between(@Nullable Node before, @Nullable Node after) {
    pending.push(new Pair(before, after));
    while (!pending.isEmpty()) {
      compare(pending.pop());
    }
  }

  private void compare(Pair pair) {
    Node before = pair.before();
    Node after = pair.after();
    if (before == null) {
      put(after);
    } else if (after == null) {
      delete(before);
    } else if (!before.sameAs(after)) {
      enter(before, after);
    }
  }

  private void enter(Node before, Node after) {
    int beforeBit = bit(before);
    int afterBit = bit(after);
    if (before instanceof Node.Branch branch && beforeBit < afterBit) {
      boolean isOne = KeyPath.at(anyPath(after), beforeBit);
      enter(branch.zero, isOne ? null : after, branch.one, isOne ? after : null);
    } else if (after instanceof Node.Branch branch && afterBit < beforeBit) {
      boolean isOne = KeyPath.at(anyPath(before), afterBit);
      enter(isOne ? null : before, branch.zero, isOne ? before : null, branch.one);
    } else if (before instanceof Node.Branch old && after instanceof Node.Branch now) {
      enter(old.zero, now.zero, old.one, now.one);
    } else if (before instanceof Node.Leaf old && after instanceof Node.Leaf now) {
      if (!Arrays.equals(old.key(), now.key())) {
        delete(old);
      }
      put(now);
    }
  }

  private void enter(
      @Nullable Node zeroBefore,
      @Nullable Node zeroAfter,
      @Nullable Node oneBefore,
      @Nullable Node oneAfter) {
    pending.push(new Pair(oneBefore, oneAfter));
    pending.push(new Pair(zeroBefore, zeroAfter));
  }

  private void put(@Nullable Node node) {
    if (node instanceof Node.Branch branch) {
      enter(null, branch.zero, null, branch.one);
    } else if (node instanceof Node.Leaf leaf) {
      changes.accept(new StateChange(leaf.entry().key(), new Change.Put<>(leaf.value())));
    }
  }

  private void delete(Node node) {
    if (node instanceof Node.Branch branch) {
      enter(branch.zero, null, branch.one, null);
    } else if (node instanceof Node.Leaf leaf) {
      changes.accept(new StateChange(leaf.entry().key(), new Change.Delete<>()));
    }
  }

  /** The path of some key below a node: all agree before its own bit. */
  private static Digest anyPath(Node node) {
    Node below = node;
    while (below instanceof Node.Branch branch) {
      below = branch.zero;
    }
    return ((Node.Leaf) below).path();
  }

  /** Where paths below a node part; below a leaf, none do. */
  private static int bit(Node node) {
    return node instanceof Node.Branch branch ? branch.bit : KeyPath.BITS;
  }
}
