package dev.wastm.ledger.state;

import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.stm.Change;
import dev.wastm.stm.Counters;
import dev.wastm.stm.Snapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ForkJoinTask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All key/value pairs of a ledger at one height, with their Merkle root; specified in {@code docs/formats.md}. Immutable and thread-safe:
 * a new height shares with the old one all that did not change.
 *
 * <p>The entries hang in two structures. One keeps them in key order, and is what reads and scans go to; the other, the Merkle trie, keeps them
 * by the digests of their keys, and is what the root and the proofs come from. Both are logarithmically deep whichever keys guests choose.
 */
public final class State implements Snapshot<StateKey, byte[]> {
  /**
   * What an entry takes in the two structures and in the list in which it waits for them, beside its bytes: 600 000 entries of five bytes are
   * read with 349 bytes of heap for each, and not with 280.
   */
  public static final long ENTRY_HEAP_BYTES = 384;

  public static final State EMPTY = new State(null, OrderedNode.EMPTY, 0, 0);

  private final @Nullable Node trie;
  private final OrderedNode ordered;
  private final long size;
  private final long bytes;

  private State(@Nullable Node trie, OrderedNode ordered, long size, long bytes) {
    this.trie = trie;
    this.ordered = ordered;
    this.size = size;
    this.bytes = bytes;
  }

  /** The number of keys. */
  public long size() {
    return size;
  }

  /** How much of the heap it takes at most, while it is read, in bytes; what it shares with other states is counted. */
  public long heapBytes() {
    return size * ENTRY_HEAP_BYTES + bytes;
  }

  /** The root digest; SHA-256 of nothing for the empty state. */
  public Digest root() {
    return trie == null ? Sha256.start().finish() : trie.digest();
  }

  @Override
  public byte[] readOr(StateKey key, byte[] absent) {
    Node.Leaf entry = OrderedNode.find(ordered, key.bytes());
    return entry == null ? absent : entry.value();
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
    OrderedIterator entries = OrderedIterator.from(ordered, key.bytes());
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return entries.hasNext();
      }

      @Override
      public Map.Entry<StateKey, byte[]> next() {
        Node.Leaf entry = entries.next();
        return Map.entry(StateKey.ofWhole(entry.key()), entry.value());
      }
    };
  }

  /** Shows, to someone who knows the root alone, what a key's value is, or that it has none. */
  public StateProof prove(StateKey key) {
    Digest keyPath = KeyPath.of(key.bytes());
    List<StateProof.Step> path = new ArrayList<>();
    Node node = trie;
    while (node instanceof Node.Branch branch) {
      Node next = branch.towards(keyPath);
      Node sibling = next == branch.zero ? branch.one : branch.zero;
      path.add(new StateProof.Step(branch.bit, sibling.digest()));
      node = next;
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
    Update[] updates = Update.of(changes);
    OrderedUpdate order = new OrderedUpdate(updates);
    ForkJoinTask<OrderedNode> ordering = ForkJoinTask.adapt(() -> order.apply(ordered));
    if (updates.length >= Update.FORKED_MIN) {
      var unused = ordering.fork();
    }
    Node newTrie = TrieUpdate.apply(trie, updates);
    OrderedNode newOrdered =
        updates.length >= Update.FORKED_MIN ? ordering.join() : ordering.invoke();
    return new State(newTrie, newOrdered, size + order.sizeDelta(), bytes + order.bytesDelta());
  }

  /** Shows what leads from this state to another, in key order; what the two share costs nothing. */
  public void forEachChange(State after, Consumer<StateChange> changes) {
    if (trie == null) {
      after
          .entries()
          .forEach(entry ->
              changes.accept(new StateChange(entry.key(), new Change.Put<>(entry.value()))));
      return;
    }
    List<StateChange> found = new ArrayList<>();
    new StateDifference(found::add).between(trie, after.trie);
    found.sort(Comparator.comparing(StateChange::key));
    found.forEach(changes);
  }

  /** How many changes lead from this state to another; what the two share costs nothing. */
  public long countChanges(State after) {
    if (trie == null) {
      return after.size;
    }
    long[] count = new long[1];
    new StateDifference(change -> count[0]++).between(trie, after.trie);
    return count[0];
  }

  /** The entries in key order. */
  public Iterable<Entry> entries() {
    return () -> {
      OrderedIterator entries = OrderedIterator.ofAll(ordered);
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return entries.hasNext();
        }

        @Override
        public Entry next() {
          return entries.next().entry();
        }
      };
    };
  }

  /** Shows every node of both structures, entries twice, so that tests can see what states share and how deep they are. */
  void forEachNode(Consumer<Object> nodes) {
    Deque<Object> pending = new ArrayDeque<>(List.of(ordered));
    if (trie != null) {
      pending.push(trie);
    }
    while (!pending.isEmpty()) {
      Object node = pending.pop();
      nodes.accept(node);
      if (node instanceof Node.Branch branch) {
        pending.push(branch.one);
        pending.push(branch.zero);
      } else if (node instanceof OrderedNode.Inner inner) {
        pending.addAll(List.of(inner.children));
      } else if (node instanceof OrderedNode.Bottom bottom) {
        pending.addAll(List.of(bottom.entries));
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
}
