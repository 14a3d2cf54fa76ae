package dev.wastm.stm;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The keys that one incarnation has touched, each at a slot of its own: what it read there, what it wrote there, and the way back to
 * earlier writes. One object serves a thread for many incarnations, so that it allocates only while it grows. Confined to one thread.
 */
final class AccessLog<K, V> {
  static final int NONE = -1;

  /** Up to so many keys, comparing hashes one by one beats a hash table. */
  private static final int LINEAR_MAX = 8;

  private static final int CAPACITY_FIRST = 16;

  /** A log that one transaction made larger than this is not kept for the next. */
  private static final int CAPACITY_KEPT_MAX = 4_096;

  private static final int CAPACITY_TO_TABLE = 2;

  private int size;
  private int writes;
  private int[] hashes = new int[CAPACITY_FIRST];
  private Object[] keys = new Object[CAPACITY_FIRST];
  private @Nullable VersionChain<K, V>[] chains = newChains(CAPACITY_FIRST);
  private ReadKind[] kinds = new ReadKind[CAPACITY_FIRST];
  private @Nullable Object[] seen = new Object[CAPACITY_FIRST];
  private @Nullable Object[] written = new Object[CAPACITY_FIRST];

  /** Open addressing over slot + 1; in use above {@link #LINEAR_MAX} keys. */
  private int[] table = new int[CAPACITY_FIRST * CAPACITY_TO_TABLE];

  private int undoSize;
  private int[] undoSlots = new int[CAPACITY_FIRST];
  private @Nullable Object[] undoContents = new Object[CAPACITY_FIRST];

  @SuppressWarnings("unchecked")
  private static <K, V> @Nullable VersionChain<K, V>[] newChains(int capacity) {
    return (VersionChain<K, V>[]) new VersionChain<?, ?>[capacity];
  }

  void clear() {
    if (keys.length > CAPACITY_KEPT_MAX) {
      grow(CAPACITY_FIRST, 0);
      undoSlots = new int[CAPACITY_FIRST];
      undoContents = new Object[CAPACITY_FIRST];
    } else {
      if (size > LINEAR_MAX) {
        Arrays.fill(table, 0);
      }
      Arrays.fill(keys, 0, size, null);
      Arrays.fill(chains, 0, size, null);
      Arrays.fill(seen, 0, size, null);
      Arrays.fill(written, 0, size, null);
      Arrays.fill(undoContents, 0, undoSize, null);
    }
    size = 0;
    writes = 0;
    undoSize = 0;
  }

  /** The slot of a key, or {@link #NONE}. */
  int find(K key) {
    int hash = key.hashCode();
    if (size > LINEAR_MAX) {
      int mask = table.length - 1;
      for (int at = spread(hash) & mask; table[at] != 0; at = (at + 1) & mask) {
        int slot = table[at] - 1;
        if (hashes[slot] == hash && keys[slot].equals(key)) {
          return slot;
        }
      }
      return NONE;
    }
    for (int slot = 0; slot < size; slot++) {
      if (hashes[slot] == hash && keys[slot].equals(key)) {
        return slot;
      }
    }
    return NONE;
  }

  /** A new slot for a key that has none. */
  int add(K key) {
    if (size == keys.length) {
      grow(size * 2, size);
    }
    int slot = size++;
    hashes[slot] = key.hashCode();
    keys[slot] = key;
    kinds[slot] = ReadKind.NONE;
    if (size > LINEAR_MAX) {
      for (int missing = size == LINEAR_MAX + 1 ? 0 : slot; missing < size; missing++) {
        index(missing);
      }
    }
    return slot;
  }

  private void index(int slot) {
    int mask = table.length - 1;
    int at = spread(hashes[slot]) & mask;
    while (table[at] != 0) {
      at = (at + 1) & mask;
    }
    table[at] = slot + 1;
  }

  private static int spread(int hash) {
    return hash ^ (hash >>> 16);
  }

  private void grow(int capacity, int kept) {
    hashes = Arrays.copyOf(hashes, capacity);
    keys = copy(keys, kept, capacity);
    chains = Arrays.copyOf(Arrays.copyOf(chains, kept), capacity);
    kinds = Arrays.copyOf(kinds, capacity);
    seen = copy(seen, kept, capacity);
    written = copy(written, kept, capacity);
    table = new int[capacity * CAPACITY_TO_TABLE];
    for (int slot = 0; slot < kept; slot++) {
      index(slot);
    }
  }

  private static @Nullable Object[] copy(@Nullable Object[] from, int kept, int capacity) {
    return Arrays.copyOf(Arrays.copyOf(from, kept), capacity);
  }

  int size() {
    return size;
  }

  /** How many slots hold a write. */
  int writes() {
    return writes;
  }

  @SuppressWarnings("unchecked")
  K key(int slot) {
    return (K) keys[slot];
  }

  @Nullable
  VersionChain<K, V> chain(int slot) {
    return chains[slot];
  }

  void setChain(int slot, VersionChain<K, V> chain) {
    chains[slot] = chain;
  }

  ReadKind kind(int slot) {
    return kinds[slot];
  }

  /** What was read below the transaction: a value, or null for none. Of use where {@link #kind} is not {@link ReadKind#NONE}. */
  @Nullable
  Object seen(int slot) {
    return seen[slot];
  }

  void setRead(int slot, ReadKind kind, @Nullable Object value) {
    kinds[slot] = kind;
    seen[slot] = value;
  }

  /** A value, a {@link Delta} or {@link Mark#DELETED}; null where the transaction has not written. */
  @Nullable
  Object written(int slot) {
    return written[slot];
  }

  void write(int slot, Object content) {
    if (undoSize == undoSlots.length) {
      undoSlots = Arrays.copyOf(undoSlots, undoSize * 2);
      undoContents = Arrays.copyOf(undoContents, undoSize * 2);
    }
    undoSlots[undoSize] = slot;
    undoContents[undoSize++] = written[slot];
    setWritten(slot, content);
  }

  private void setWritten(int slot, @Nullable Object content) {
    writes += (content == null ? 0 : 1) - (written[slot] == null ? 0 : 1);
    written[slot] = content;
  }

  int savepoint() {
    return undoSize;
  }

  void rollbackTo(int savepoint) {
    if (savepoint < 0 || savepoint > undoSize) {
      throw new IllegalArgumentException(
          "There is no savepoint " + savepoint + " in a log of " + undoSize + ".");
    }
    while (undoSize > savepoint) {
      undoSize--;
      setWritten(undoSlots[undoSize], undoContents[undoSize]);
      undoContents[undoSize] = null;
    }
  }
}
