package dev.wastm.ledger.state;

import dev.wastm.stm.Change;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What leads from one trie to another, in key order. Subtrees that both share are not entered, so that the cost follows what changed.
 * Confined to one thread.
 */
final class StateDifference {
  private final Consumer<StateChange> changes;

  /** What is still to be compared, the smallest keys on top. */
  private final Deque<Pair> pending = new ArrayDeque<>();

  StateDifference(Consumer<StateChange> changes) {
    this.changes = changes;
  }

  /** The subtrees in which the two tries have some range of keys. */
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
    int parting = KeyBits.firstDifference(before.anyKey(), after.anyKey());
    if (parting < Math.min(beforeBit, afterBit)) {
      boolean beforeIsOne = KeyBits.at(before.anyKey(), parting);
      enter(
          beforeIsOne ? null : before,
          beforeIsOne ? after : null,
          beforeIsOne ? before : null,
          beforeIsOne ? null : after);
    } else if (before instanceof Node.Branch branch && beforeBit < afterBit) {
      boolean isOne = KeyBits.at(after.anyKey(), beforeBit);
      enter(branch.zero, isOne ? null : after, branch.one, isOne ? after : null);
    } else if (after instanceof Node.Branch branch && afterBit < beforeBit) {
      boolean isOne = KeyBits.at(before.anyKey(), afterBit);
      enter(isOne ? null : before, branch.zero, isOne ? before : null, branch.one);
    } else if (before instanceof Node.Branch old && after instanceof Node.Branch now) {
      enter(old.zero, now.zero, old.one, now.one);
    } else {
      put(after);
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

  /** Where a node's keys part; a leaf's never do. */
  private static int bit(Node node) {
    return node instanceof Node.Branch branch ? branch.bit : KeyBits.NONE;
  }
}
