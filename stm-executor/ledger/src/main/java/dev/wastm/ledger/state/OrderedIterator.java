package dev.wastm.ledger.state;

import dev.wastm.ledger.state.OrderedNode.Bottom;
import dev.wastm.ledger.state.OrderedNode.Inner;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** The entries of an ordered tree from some place on. Confined to one thread. */
final class OrderedIterator implements Iterator<Node.Leaf> {
  /** The way down to the next entry, the lowest node on top; each has a child to the right of the way, or is dropped. */
  private final Deque<Place> above = new ArrayDeque<>();

  private Bottom bottom = OrderedNode.EMPTY;
  private int next;

  /** Children of a node that are still to be visited. */
  private static final class Place {
    private final Inner inner;
    private int next;

    Place(Inner inner, int next) {
      this.inner = inner;
      this.next = next;
    }
  }

  private OrderedIterator() {}

  static OrderedIterator ofAll(OrderedNode root) {
    return from(root, new byte[0]);
  }

  /** The entries whose keys are at or above a key. */
  static OrderedIterator from(OrderedNode root, byte[] key) {
    OrderedIterator entries = new OrderedIterator();
    OrderedNode node = root;
    while (node instanceof Inner inner) {
      int child = inner.childOf(key);
      entries.above.push(new Place(inner, child + 1));
      node = inner.children[child];
    }
    entries.bottom = (Bottom) node;
    int place = entries.bottom.place(key, 0);
    entries.next = place >= 0 ? place : -1 - place;
    entries.advance();
    return entries;
  }

  /** Goes on to the next bottom node where this one is done. None is empty but an empty tree's. */
  private void advance() {
    if (next < bottom.entries.length) {
      return;
    }
    while (!above.isEmpty() && above.peek().next == above.peek().inner.children.length) {
      above.pop();
    }
    if (above.isEmpty()) {
      return;
    }
    Place place = above.peek();
    OrderedNode node = place.inner.children[place.next++];
    while (node instanceof Inner inner) {
      above.push(new Place(inner, 1));
      node = inner.children[0];
    }
    bottom = (Bottom) node;
    next = 0;
  }

  @Override
  public boolean hasNext() {
    return next < bottom.entries.length;
  }

  @Override
  public Node.Leaf next() {
    if (!hasNext()) {
      throw new NoSuchElementException("The state has no more entries.");
    }
    Node.Leaf entry = bottom.entries[next++];
    advance();
    return entry;
  }
}
