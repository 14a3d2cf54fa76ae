package dev.wastm.ledger.state;

import dev.wastm.stm.Change;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What leads from one trie to another, in key order. Subtrees that both share are not entered, so that the cost follows what changed. The
 * recursion is as deep as the tries are.
 */
final class StateDifference {
  private final Consumer<StateChange> changes;

  StateDifference(Consumer<StateChange> changes) {
    this.changes = changes;
  }

  void between(@Nullable Node before, @Nullable Node after) {
    if (before == null) {
      put(after);
    } else if (after == null) {
      delete(before);
    } else if (before != after && !before.digest().equals(after.digest())) {
      betweenDifferent(before, after);
    }
  }

  private void betweenDifferent(Node before, Node after) {
    int beforeBit = bit(before);
    int afterBit = bit(after);
    int parting =
        KeyBits.firstDifference(before.anyKey().bytes(), after.anyKey().bytes());
    if (parting < Math.min(beforeBit, afterBit)) {
      disjoint(before, after, KeyBits.at(before.anyKey().bytes(), parting));
    } else if (before instanceof Node.Branch branch && beforeBit < afterBit) {
      boolean isOne = KeyBits.at(after.anyKey().bytes(), beforeBit);
      between(branch.zero, isOne ? null : after);
      between(branch.one, isOne ? after : null);
    } else if (after instanceof Node.Branch branch && afterBit < beforeBit) {
      boolean isOne = KeyBits.at(before.anyKey().bytes(), afterBit);
      between(isOne ? null : before, branch.zero);
      between(isOne ? before : null, branch.one);
    } else if (before instanceof Node.Branch old && after instanceof Node.Branch now) {
      between(old.zero, now.zero);
      between(old.one, now.one);
    } else {
      put(after);
    }
  }

  /** No key of one lies among those of the other. */
  private void disjoint(Node before, Node after, boolean beforeIsLast) {
    if (beforeIsLast) {
      put(after);
      delete(before);
    } else {
      delete(before);
      put(after);
    }
  }

  private void put(@Nullable Node node) {
    if (node instanceof Node.Branch branch) {
      put(branch.zero);
      put(branch.one);
    } else if (node instanceof Node.Leaf leaf) {
      changes.accept(new StateChange(leaf.key, new Change.Put<>(leaf.value)));
    }
  }

  private void delete(Node node) {
    if (node instanceof Node.Branch branch) {
      delete(branch.zero);
      delete(branch.one);
    } else if (node instanceof Node.Leaf leaf) {
      changes.accept(new StateChange(leaf.key, new Change.Delete<>()));
    }
  }

  /** Where a node's keys part; a leaf's never do. */
  private static int bit(Node node) {
    return node instanceof Node.Branch branch ? branch.bit : KeyBits.NONE;
  }
}
