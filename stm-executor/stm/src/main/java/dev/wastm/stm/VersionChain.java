package dev.wastm.stm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * All versions of one key in one block: a lock-free linked list, in descending order of the transactions that wrote them.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Along {@code next}, the writers strictly descend. There is at most one node a writer.
 *   <li>A node is inserted once, by a compare-and-set of its predecessor's {@code next}, and never unlinked: only its {@code version}
 *       changes. So there is no ABA problem, and a traversal never loses its way.
 *   <li>Only the thread that executes (or aborts) a transaction sets the version of that transaction's node; the scheduler lets one thread
 *       do so at a time.
 * </ul>
 *
 * <p>Progress: an insertion repeats only where another insertion succeeded at the same place. Transactions are executed in nearly ascending
 * order, so readers and writers find their place within a few nodes of the head.
 */
final class VersionChain<V> {
  private static final VarHandle NEXT;
  private static final VarHandle VERSION;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      NEXT = lookup.findVarHandle(Node.class, "next", Node.class);
      VERSION = lookup.findVarHandle(Node.class, "version", Version.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final class Node<V> {
    final int writer;
    /** Changed by compare-and-set only. */
    volatile @Nullable Node<V> next;
    /** Set with release: no reader needs to see it sooner than the scheduler says that the transaction is executed. */
    volatile @Nullable Version<V> version;

    Node(int writer, @Nullable Version<V> version, @Nullable Node<V> next) {
      this.writer = writer;
      this.version = version;
      this.next = next;
    }
  }

  /** A sentinel above every transaction. */
  private final Node<V> head = new Node<>(Integer.MAX_VALUE, null, null);

  /** The version that a transaction reads: that of the highest writer below it; null where there is none. Never {@link Version.Removed}. */
  @Nullable
  Version<V> readBelow(int reader) {
    for (Node<V> node = head.next; node != null; node = node.next) {
      if (node.writer < reader) {
        Version<V> version = node.version;
        if (version != null && !(version instanceof Version.Removed)) {
          return version;
        }
      }
    }
    return null;
  }

  void set(int writer, Version<V> version) {
    Node<V> above = head;
    while (true) {
      Node<V> below = above.next;
      if (below != null && below.writer > writer) {
        above = below;
      } else if (below != null && below.writer == writer) {
        VERSION.setRelease(below, version);
        return;
      } else if (NEXT.compareAndSet(above, below, new Node<>(writer, version, below))) {
        return;
      }
    }
  }
}
