package dev.wastm.ledger.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A node of the tree that holds a state's entries in the order of their keys: a B+-tree. All ways from the root down are equally long, and
 * every node but the root has {@link #SIZE_MIN} to {@link #SIZE_MAX} entries or children, whatever the keys are. Its shape depends on the
 * order in which keys came; nothing that is seen does. Immutable: {@link OrderedUpdate} makes the next tree, which shares nodes with this one.
 */
sealed interface OrderedNode {
  /** Large enough that a tree adds little to what entries take, small enough to be copied for each changed key. */
  int SIZE_MAX = 32;

  /** Half of the maximum, so that one too many make two nodes. */
  int SIZE_MIN = SIZE_MAX / 2;

  Bottom EMPTY = new Bottom(new Node.Leaf[0]);

  /** How many entries or children this node has itself. */
  int size();

  /** The smallest key at or below this node, which is not empty. */
  byte[] lowestKey();

  /** The entry of a key; null where there is none. */
  static Node.@Nullable Leaf find(OrderedNode root, byte[] key) {
    OrderedNode node = root;
    while (node instanceof Inner inner) {
      node = inner.children[inner.childOf(key)];
    }
    Bottom bottom = (Bottom) node;
    int place = bottom.place(key, 0);
    return place >= 0 ? bottom.entries[place] : null;
  }

  /** Entries in key order. */
  final class Bottom implements OrderedNode {
    final Node.Leaf[] entries;

    Bottom(Node.Leaf[] entries) {
      this.entries = entries;
    }

    /** Where a key is, from a place on; −1 − n where it is not, but would be put at n. */
    int place(byte[] key, int from) {
      int low = from;
      int high = entries.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        int order = Arrays.compareUnsigned(entries[middle].key(), key);
        if (order == 0) {
          return middle;
        }
        if (order < 0) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return -1 - low;
    }

    @Override
    public int size() {
      return entries.length;
    }

    @Override
    public byte[] lowestKey() {
      return entries[0].key();
    }
  }

  /** Nodes of one height, with what each begins with. */
  final class Inner implements OrderedNode {
    final OrderedNode[] children;
    final byte[][] lowestKeys;

    Inner(OrderedNode[] children, byte[][] lowestKeys) {
      this.children = children;
      this.lowestKeys = lowestKeys;
    }

    Inner(OrderedNode[] children) {
      this(children, new byte[children.length][]);
      Arrays.setAll(lowestKeys, i -> children[i].lowestKey());
    }

    /** The child in which a key is, if it is anywhere; smaller ones than all belong to the first. */
    int childOf(byte[] key) {
      int low = 1;
      int high = children.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (Arrays.compareUnsigned(lowestKeys[middle], key) <= 0) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low - 1;
    }

    @Override
    public int size() {
      return children.length;
    }

    @Override
    public byte[] lowestKey() {
      return lowestKeys[0];
    }
  }
}
