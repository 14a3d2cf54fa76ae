package dev.wastm.ledger.state;

import dev.wastm.ledger.state.OrderedNode.Bottom;
import dev.wastm.ledger.state.OrderedNode.Inner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.atomic.LongAdder;

/**
 * Applies updates, sorted by their keys, to an ordered tree in one pass that visits only the nodes to whose keys something happens. What comes
 * of a node is any number of nodes of the same height: none where all is gone, several where much came. Each is as large as nodes must be,
 * unless it is the only one; such a one is made up with its neighbour by the node above. Calls nest as deep as the tree.
 */
final class OrderedUpdate {
  private final Update[] updates;
  private final LongAdder sizeDelta = new LongAdder();
  private final LongAdder bytesDelta = new LongAdder();

  OrderedUpdate(Update[] updates) {
    this.updates = updates;
  }

  /** How many more keys there are, once it is applied. */
  long sizeDelta() {
    return sizeDelta.sum();
  }

  /** How many more bytes all keys and values have, once it is applied. */
  long bytesDelta() {
    return bytesDelta.sum();
  }

  OrderedNode apply(OrderedNode root) {
    List<OrderedNode> nodes = apply(root, 0, updates.length);
    while (nodes.size() > 1) {
      nodes = inners(nodes);
    }
    OrderedNode top = nodes.isEmpty() ? OrderedNode.EMPTY : nodes.get(0);
    while (top instanceof Inner inner && inner.children.length == 1) {
      top = inner.children[0];
    }
    return top;
  }

  private List<OrderedNode> apply(OrderedNode node, int from, int to) {
    return node instanceof Inner inner ? apply(inner, from, to) : apply((Bottom) node, from, to);
  }

  private List<OrderedNode> apply(Inner inner, int from, int to) {
    List<Part> parts = parts(inner, from, to);
    parts.forEach(Part::end);
    if (parts.stream().allMatch(Part::isSame)) {
      return List.of(inner);
    }
    return parts.stream().allMatch(Part::isOneForOne)
        ? List.of(replaced(inner, parts))
        : inners(madeUp(children(inner, parts)));
  }

  /** The node with other children in the places of some. Those that stay are not looked at: hardly one is in the processor's caches. */
  private static Inner replaced(Inner inner, List<Part> parts) {
    OrderedNode[] children = inner.children.clone();
    byte[][] lowestKeys = inner.lowestKeys.clone();
    for (Part part : parts) {
      children[part.child] = part.updated.get(0);
      lowestKeys[part.child] = children[part.child].lowestKey();
    }
    return new Inner(children, lowestKeys);
  }

  private static List<OrderedNode> children(Inner inner, List<Part> parts) {
    List<OrderedNode> old = Arrays.asList(inner.children);
    List<OrderedNode> children = new ArrayList<>(old.size() + parts.size());
    int done = 0;
    for (Part part : parts) {
      children.addAll(old.subList(done, part.child));
      children.addAll(part.updated);
      done = part.child + 1;
    }
    children.addAll(old.subList(done, old.size()));
    return children;
  }

  /** Which updates are for which child; large parts are begun. */
  private List<Part> parts(Inner inner, int from, int to) {
    List<Part> parts = new ArrayList<>();
    int first = from;
    while (first < to) {
      int child = inner.childOf(updates[first].key());
      int end = child + 1 == inner.children.length
          ? to
          : firstAtOrAbove(inner.lowestKeys[child + 1], first + 1, to);
      parts.add(new Part(child, inner.children[child], first, end).begin());
      first = end;
    }
    return parts;
  }

  private int firstAtOrAbove(byte[] key, int from, int to) {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Arrays.compareUnsigned(updates[middle].key(), key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The updates of one child, a task of its own where they are many. */
  private final class Part extends RecursiveTask<List<OrderedNode>> {
    private static final long serialVersionUID = 1L;

    private final int child;
    private final transient OrderedNode node;
    private final int from;
    private final int to;

    /** What comes of the child. */
    private transient List<OrderedNode> updated = List.of();

    Part(int child, OrderedNode node, int from, int to) {
      this.child = child;
      this.node = node;
      this.from = from;
      this.to = to;
    }

    private boolean isForked() {
      return to - from >= Update.FORKED_MIN;
    }

    Part begin() {
      if (isForked()) {
        var unused = fork();
      }
      return this;
    }

    void end() {
      updated = isForked() ? join() : compute();
    }

    boolean isSame() {
      return updated.size() == 1 && updated.get(0) == node;
    }

    boolean isOneForOne() {
      return updated.size() == 1 && updated.get(0).size() >= OrderedNode.SIZE_MIN;
    }

    @Override
    protected List<OrderedNode> compute() {
      return apply(node, from, to);
    }
  }

  private List<OrderedNode> apply(Bottom bottom, int from, int to) {
    Node.Leaf[] old = bottom.entries;
    Node.Leaf[] merged = new Node.Leaf[old.length + to - from];
    int size = 0;
    int done = 0;
    long bytes = 0;
    boolean isSame = true;
    for (int i = from; i < to; i++) {
      int found = bottom.place(updates[i].key(), done);
      int place = found >= 0 ? found : -1 - found;
      System.arraycopy(old, done, merged, size, place - done);
      size += place - done;
      done = found >= 0 ? place + 1 : place;
      bytes -= found >= 0 ? old[place].lengthBytes() : 0;
      Node.Leaf leaf = updates[i].leaf();
      if (leaf != null) {
        merged[size++] = leaf;
        bytes += leaf.lengthBytes();
      }
      isSame &= leaf == null && found < 0;
    }
    if (isSame) {
      return List.of(bottom);
    }
    System.arraycopy(old, done, merged, size, old.length - done);
    size += old.length - done;
    sizeDelta.add(size - old.length);
    bytesDelta.add(bytes);
    return bottoms(Arrays.copyOf(merged, size));
  }

  private static List<OrderedNode> bottoms(Node.Leaf[] entries) {
    int count = nodesFor(entries.length);
    List<OrderedNode> nodes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      nodes.add(new Bottom(Arrays.copyOfRange(
          entries, cut(entries.length, count, i), cut(entries.length, count, i + 1))));
    }
    return nodes;
  }

  private static List<OrderedNode> inners(List<OrderedNode> children) {
    int count = nodesFor(children.size());
    List<OrderedNode> nodes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      nodes.add(new Inner(children
          .subList(cut(children.size(), count, i), cut(children.size(), count, i + 1))
          .toArray(OrderedNode[]::new)));
    }
    return nodes;
  }

  private static int nodesFor(int size) {
    return (size + OrderedNode.SIZE_MAX - 1) / OrderedNode.SIZE_MAX;
  }

  /** Where the i-th of some nodes begins that share a number of things evenly. */
  private static int cut(int size, int nodes, int i) {
    return (int) ((long) size * i / nodes);
  }

  /** The same with nodes that are too small joined with a neighbour; a single one has none. After each step, only a single one is too small. */
  private static List<OrderedNode> madeUp(List<OrderedNode> nodes) {
    List<OrderedNode> large = new ArrayList<>(nodes.size());
    for (OrderedNode node : nodes) {
      OrderedNode last = large.isEmpty() ? null : large.get(large.size() - 1);
      if (last != null && Math.min(last.size(), node.size()) < OrderedNode.SIZE_MIN) {
        large.remove(large.size() - 1);
        large.addAll(joined(last, node));
      } else {
        large.add(node);
      }
    }
    return large;
  }

  private static List<OrderedNode> joined(OrderedNode left, OrderedNode right) {
    if (left instanceof Inner first && right instanceof Inner second) {
      List<OrderedNode> children = new ArrayList<>(Arrays.asList(first.children));
      children.addAll(Arrays.asList(second.children));
      return inners(madeUp(children));
    }
    Node.Leaf[] first = ((Bottom) left).entries;
    Node.Leaf[] second = ((Bottom) right).entries;
    Node.Leaf[] entries = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, entries, first.length, second.length);
    return bottoms(entries);
  }
}
