package dev.wastm.ledger.state;

import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.stm.Counters;
import dev.wastm.stm.Snapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All key/value pairs of a ledger at one height, with their Merkle root; specified in {@code docs/formats.md}. Immutable and thread-safe:
 * a new height shares with the old one all that did not change.
 */
public final class State implements Snapshot<StateKey, byte[]> {
  public static final State EMPTY = new State(null, 0);

  private final @Nullable Node root;
  private final long size;

  private State(@Nullable Node root, long size) {
    this.root = root;
    this.size = size;
  }

  /** The number of keys. */
  public long size() {
    return size;
  }

  /** The root digest; SHA-256 of nothing for the empty state. */
  public Digest root() {
    return root == null ? Sha256.start().finish() : root.digest();
  }

  @Override
  public byte[] readOr(StateKey key, byte[] absent) {
    Node node = root;
    while (node instanceof Node.Branch branch) {
      node = KeyBits.at(key.bytes(), branch.bit) ? branch.one : branch.zero;
    }
    return node instanceof Node.Leaf leaf && Arrays.equals(leaf.key(), key.bytes())
        ? leaf.value()
        : absent;
  }

  @Override
  public boolean same(byte[] one, byte[] other) {
    return Arrays.equals(one, other);
  }

  @Override
  public Counters<byte[]> counters() {
    return StoredCounters.INSTANCE;
  }

  @Override
  public Iterator<Map.Entry<StateKey, byte[]>> from(StateKey key) {
    EntryIterator entries = EntryIterator.from(root, key);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return entries.hasNext();
      }

      @Override
      public Map.Entry<StateKey, byte[]> next() {
        Entry entry = entries.next();
        return Map.entry(entry.key(), entry.value());
      }
    };
  }

  /** Shows, to someone who knows the root alone, what a key's value is, or that it has none. */
  public StateProof prove(StateKey key) {
    List<StateProof.Step> path = new ArrayList<>();
    Node node = root;
    while (node instanceof Node.Branch branch) {
      boolean isOne = KeyBits.at(key.bytes(), branch.bit);
      path.add(new StateProof.Step(branch.bit, (isOne ? branch.zero : branch.one).digest()));
      node = isOne ? branch.one : branch.zero;
    }
    if (!(node instanceof Node.Leaf leaf)) {
      return new StateProof.Absent(key, Optional.empty(), path);
    }
    Entry entry = leaf.entry();
    return entry.key().equals(key)
        ? new StateProof.Present(entry, path)
        : new StateProof.Absent(key, Optional.of(entry), path);
  }

  /**
   * The state after some changes.
   *
   * @param changes in strictly ascending key order
   * @throws IllegalArgumentException where the order is broken
   */
  public State with(List<StateChange> changes) {
    requireAscending(changes);
    TrieUpdate update = new TrieUpdate(changes);
    Node updated = update.apply(root);
    return new State(updated, size + update.sizeDelta());
  }

  /** Shows what leads from this state to another, in key order; what the two share costs nothing. */
  public void forEachChange(State after, Consumer<StateChange> changes) {
    new StateDifference(changes).between(root, after.root);
  }

  /** The entries in key order. */
  public Iterable<Entry> entries() {
    return () -> new EntryIterator(root);
  }

  /** Shows every node, so that tests can see what states share. */
  void forEachNode(Consumer<Object> nodes) {
    Deque<Node> pending = new ArrayDeque<>();
    if (root != null) {
      pending.push(root);
    }
    while (!pending.isEmpty()) {
      Node node = pending.pop();
      nodes.accept(node);
      if (node instanceof Node.Branch branch) {
        pending.push(branch.one);
        pending.push(branch.zero);
      }
    }
  }

  /** A key and its value, whose bytes must not be modified. */
  public record Entry(
      StateKey key,
      @SuppressWarnings("ArrayRecordComponent") byte[] value) {}

  private static void requireAscending(List<StateChange> changes) {
    for (int i = 1; i < changes.size(); i++) {
      if (changes.get(i - 1).key().compareTo(changes.get(i).key()) >= 0) {
        throw new IllegalArgumentException("State changes must be in ascending key order; "
            + changes.get(i).key() + " is out of place.");
      }
    }
  }

  private static final class EntryIterator implements Iterator<Entry> {
    private final Deque<Node> pending = new ArrayDeque<>();

    EntryIterator(@Nullable Node root) {
      if (root != null) {
        pending.push(root);
      }
    }

    /** The entries whose keys are at or above a key. */
    static EntryIterator from(@Nullable Node root, StateKey key) {
      EntryIterator entries = new EntryIterator(null);
      Node node = root;
      while (node != null) {
        node = entries.descend(node, key);
      }
      return entries;
    }

    /** Keeps what lies above the key for later. Returns the child that may hold keys on both sides of it; null where there is none. */
    private @Nullable Node descend(Node node, StateKey key) {
      int difference = KeyBits.firstDifference(node.anyKey(), key.bytes());
      if (node instanceof Node.Branch branch && difference >= branch.bit) {
        if (KeyBits.at(key.bytes(), branch.bit)) {
          return branch.one;
        }
        pending.push(branch.one);
        return branch.zero;
      }
      if (difference == KeyBits.NONE || KeyBits.at(node.anyKey(), difference)) {
        pending.push(node);
      }
      return null;
    }

    @Override
    public boolean hasNext() {
      return !pending.isEmpty();
    }

    @Override
    public Entry next() {
      if (pending.isEmpty()) {
        throw new NoSuchElementException("The state has no more entries.");
      }
      Node node = pending.pop();
      while (node instanceof Node.Branch branch) {
        pending.push(branch.one);
        node = branch.zero;
      }
      return ((Node.Leaf) node).entry();
    }
  }
}
