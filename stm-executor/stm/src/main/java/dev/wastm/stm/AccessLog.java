package dev.wastm.stm;

import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys that one incarnation has touched, each at a slot of its own: what it read there, what it wrote there, and the way back to
 * earlier writes. One object serves a thread for many incarnations, so that it allocates only while it grows. Confined to one thread.
 */
final class AccessLog<K, V> {
  static final int NONE = -1;

  /** Up to so many keys, comparing hashes one after the other beats a hash table. */
  private static final int LINEAR_MAX = 8;

  private static final int CAPACITY_FIRST = 16;

  /** A log that one transaction made larger than this is not kept for the next. */
  private static final int CAPACITY_KEPT_MAX = 4_096;

  private static final int CAPACITY_TO_TABLE = 2;

  private int size;
  private int reads;
  private int writes;
  private int[] hashes = new int[CAPACITY_FIRST];
  private Object[] keys = new Object[CAPACITY_FIRST];
  private @Nullable VersionChain<K, V>[] chains = newChains(CAPACITY_FIRST);
  private ReadKind[] kinds = new ReadKind[CAPACITY_FIRST];
  private @Nullable Object[] seen = new Object[CAPACITY_FIRST];
  private @Nullable Object[] written = new Object[CAPACITY_FIRST];

  /** Open addressing over slot + 1; in use above {@link #LINEAR_MAX} keys. */
  private int[] table = new int[CAPACITY_FIRST * CAPACITY_TO_TABLE];

  /** The slots that hold a write, by key; kept from the first scan of an incarnation on. */
  private @Nullable NavigableMap<K, Integer> order;

  /** Whether a change is under way; it stays so where one is broken off, by a stack or a heap that is full. */
  private boolean isChanging;

  private boolean isBroken;

  /** Where the last savepoint in force is; what has been undoable since then needs no second entry. */
  private int lastSavepoint;

  private int undoSize;
  private int[] undoSlots = new int[CAPACITY_FIRST];
  private @Nullable Object[] undoContents = new Object[CAPACITY_FIRST];

  /** For each slot, where its newest undo entry was put; it may be gone. */
  private int[] undoAt = new int[CAPACITY_FIRST];

  @SuppressWarnings("unchecked")
  private static <K, V> @Nullable VersionChain<K, V>[] newChains(int capacity) {
    return (VersionChain<K, V>[]) new VersionChain<?, ?>[capacity];
  }

  void clear() {
    if (keys.length > CAPACITY_KEPT_MAX || undoSlots.length > CAPACITY_KEPT_MAX || !isIntact()) {
      size = 0;
      grow(CAPACITY_FIRST, 0);
      undoSlots = new int[CAPACITY_FIRST];
      undoContents = new Object[CAPACITY_FIRST];
    } else {
      clearTable();
      Arrays.fill(keys, 0, size, null);
      Arrays.fill(chains, 0, size, null);
      Arrays.fill(seen, 0, size, null);
      Arrays.fill(written, 0, size, null);
      Arrays.fill(undoContents, 0, undoSize, null);
    }
    size = 0;
    reads = 0;
    writes = 0;
    undoSize = 0;
    lastSavepoint = 0;
    order = null;
    isChanging = false;
    isBroken = false;
  }

  /** A table that an earlier transaction has made large is not cleared as a whole by a small one. */
  private void clearTable() {
    if (size <= LINEAR_MAX) {
      return;
    }
    if (size > table.length / Long.SIZE) {
      Arrays.fill(table, 0);
    } else {
      int mask = table.length - 1;
      for (int slot = 0; slot < size; slot++) {
        int at = spread(hashes[slot]) & mask;
        while (table[at] != slot + 1) {
          at = (at + 1) & mask;
        }
        table[at] = 0;
      }
    }
  }

  /** Begins a change that must not be broken off. */
  void begin() {
    if (isChanging) {
      isBroken = true;
    }
    isChanging = true;
  }

  void end() {
    isChanging = false;
  }

  /** Whether no change was broken off half-way, so that the log can be believed. */
  boolean isIntact() {
    return !isChanging && !isBroken;
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
    int hash = key.hashCode();
    begin();
    if (size == keys.length) {
      grow(size * 2, size);
    }
    int slot = size++;
    hashes[slot] = hash;
    keys[slot] = key;
    kinds[slot] = ReadKind.NONE;
    undoAt[slot] = NONE;
    if (size > LINEAR_MAX) {
      for (int missing = size == LINEAR_MAX + 1 ? 0 : slot; missing < size; missing++) {
        index(missing);
      }
    }
    end();
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
    undoAt = Arrays.copyOf(undoAt, capacity);
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

  /** How many slots hold a read. */
  int reads() {
    return reads;
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

  /** What was read below the transaction: a value, {@link Mark#DELETED}, {@link Bounds}, or null for none. Of use where {@link #kind} is not {@link ReadKind#NONE}. */
  @Nullable
  Object seen(int slot) {
    return seen[slot];
  }

  void setRead(int slot, ReadKind kind, @Nullable Object value) {
    reads += kinds[slot] == ReadKind.NONE ? 1 : 0;
    kinds[slot] = kind;
    seen[slot] = value;
  }

  /** A value, a {@link Delta} or {@link Mark#DELETED}; null where the transaction has not written. */
  @Nullable
  Object written(int slot) {
    return written[slot];
  }

  void write(int slot, Object content) {
    begin();
    if (!isUndoable(slot)) {
      if (undoSize == undoSlots.length) {
        undoSlots = Arrays.copyOf(undoSlots, undoSize * 2);
        undoContents = Arrays.copyOf(undoContents, undoSize * 2);
      }
      undoAt[slot] = undoSize;
      undoSlots[undoSize] = slot;
      undoContents[undoSize++] = written[slot];
    }
    setWritten(slot, content);
    end();
  }

  /** Whether every savepoint in force that is rolled back to finds what was at the slot then. */
  private boolean isUndoable(int slot) {
    int at = undoAt[slot];
    return at >= lastSavepoint && at < undoSize && undoSlots[at] == slot;
  }

  private void setWritten(int slot, @Nullable Object content) {
    int more = (content == null ? 0 : 1) - (written[slot] == null ? 0 : 1);
    writes += more;
    written[slot] = content;
    NavigableMap<K, Integer> inOrder = order;
    if (inOrder != null && more != 0) {
      if (more > 0) {
        inOrder.put(key(slot), slot);
      } else {
        inOrder.remove(key(slot));
      }
    }
  }

  /** The lowest key at or above one that the transaction has written; null for none. */
  @Nullable
  K writtenFrom(K key) {
    return inOrder().ceilingKey(key);
  }

  /** The same, above the key. */
  @Nullable
  K writtenAfter(K key) {
    return inOrder().higherKey(key);
  }

  private NavigableMap<K, Integer> inOrder() {
    NavigableMap<K, Integer> inOrder = order;
    if (inOrder == null) {
      inOrder = new TreeMap<>();
      for (int slot = 0; slot < size; slot++) {
        if (written[slot] != null) {
          inOrder.put(key(slot), slot);
        }
      }
      order = inOrder;
    }
    return inOrder;
  }

  int savepoint() {
    lastSavepoint = undoSize;
    return undoSize;
  }

  void rollbackTo(int savepoint) {
    if (savepoint < 0 || savepoint > undoSize) {
      throw new IllegalArgumentException(
          "There is no savepoint " + savepoint + " in a log of " + undoSize + ".");
    }
    begin();
    while (undoSize > savepoint) {
      undoSize--;
      setWritten(undoSlots[undoSize], undoContents[undoSize]);
      undoContents[undoSize] = null;
    }
    lastSavepoint = savepoint;
    end();
  }
}
