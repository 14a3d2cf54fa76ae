package dev.wastm.stm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * All that a block knows of one key: what the snapshot says of it, and a lock-free linked list of the versions that transactions wrote,
 * in descending order of the writers.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Along {@code next}, the writers strictly descend. There is at most one version a writer.
 *   <li>A version is inserted once, by a compare-and-set of its predecessor's {@code next}, and never unlinked: only its content changes.
 *       So there is no ABA problem, and a traversal never loses its way.
 *   <li>Only the thread that executes, aborts or commits a transaction sets the content of that transaction's version; the scheduler lets
 *       one thread do so at a time.
 *   <li>A read misses no version that was there when it began. It is atomic in what it sees of one writer, not of several: it may pass a
 *       version before that is written, and meet a lower one that was written after that. Such a read is found at the latest by the
 *       validation at its commit, when all versions below it are final; nothing else may rely on it.
 *   <li>{@code base} changes once, from {@link Mark#UNREAD} to what every thread would read, so racing threads write the same.
 * </ul>
 *
 * <p>Progress: an insertion repeats only where another insertion succeeded at the same place. Transactions are executed in nearly ascending
 * order, so readers and writers find their place within a few versions of the head.
 */
final class VersionChain<K, V> {
  private static final VarHandle NEXT;

  static {
    try {
      NEXT = MethodHandles.lookup().findVarHandle(Version.class, "next", Version.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** What one transaction's latest incarnation left here: a value, a {@link Delta}, or a {@link Mark}. */
  static final class Version {
    final int writer;

    /** Changed by compare-and-set only. */
    private volatile @Nullable Version next;

    private volatile Object content;

    Version(int writer, Object content, @Nullable Version next) {
      this.writer = writer;
      this.content = content;
      this.next = next;
    }
  }

  private final K key;
  private final Snapshot<K, V> snapshot;

  /** A sentinel above every transaction. */
  private final Version head = new Version(Integer.MAX_VALUE, Mark.REMOVED, null);

  private volatile Object base = Mark.UNREAD;

  /** The highest reader so far, or nearly: written without synchronisation, because a lost update only delays an abort until commit. */
  private int highestReader = -1;

  VersionChain(K key, Snapshot<K, V> snapshot) {
    this.key = key;
    this.snapshot = snapshot;
  }

  K key() {
    return key;
  }

  /**
   * What a transaction reads here.
   *
   * @return a value; null where there is none; or a {@link Version} that is an estimate, whose writer decides
   */
  @Nullable
  Object readBelow(int reader) {
    long added = 0;
    boolean isCounter = false;
    for (Version version = head.next; version != null; version = version.next) {
      Object content = version.writer < reader ? version.content : Mark.REMOVED;
      if (content == Mark.ESTIMATE) {
        return version;
      } else if (content instanceof Delta delta) {
        added += delta.amount();
        isCounter = true;
      } else if (content != Mark.REMOVED) {
        return resolve(content == Mark.DELETED ? null : content, isCounter, added);
      }
    }
    return resolve(base(), isCounter, added);
  }

  @SuppressWarnings("unchecked")
  private @Nullable Object resolve(@Nullable Object value, boolean isCounter, long added) {
    return isCounter ? snapshot.counters().plus((V) value, added) : value;
  }

  /** The snapshot hands the given {@code absent} back as it is, so null is never looked into. */
  @SuppressWarnings("NullAway")
  private @Nullable Object base() {
    Object known = base;
    if (known == Mark.UNREAD) {
      V read = snapshot.readOr(key, null);
      known = read == null ? Mark.DELETED : read;
      base = known;
    }
    return known == Mark.DELETED ? null : known;
  }

  /** Notes a reader, so that a lower writer knows that it may have to abort someone. */
  void noteReader(int reader) {
    if (head.next != null && highestReader < reader) {
      highestReader = reader;
    }
  }

  /** Whether a transaction above the writer, whose version is here, may have read without it. */
  boolean mayHaveReaderAbove(int writer) {
    Version first = head.next;
    boolean isAlone = first != null && first.next == null;
    return highestReader > writer || (isAlone && base != Mark.UNREAD);
  }

  /** Whether a transaction below the reader has written here. */
  boolean isWrittenBelow(int reader) {
    return highestWriterBelow(reader) >= 0;
  }

  void set(int writer, Object content) {
    Version above = head;
    while (true) {
      Version below = above.next;
      if (below != null && below.writer > writer) {
        above = below;
      } else if (below != null && below.writer == writer) {
        below.content = content;
        return;
      } else if (NEXT.compareAndSet(above, below, new Version(writer, content, below))) {
        return;
      }
    }
  }

  /** Resolves what a transaction added here, once all below it are committed, so that nobody has to add it up again. */
  void settle(int writer) {
    for (Version version = head.next; version != null; version = version.next) {
      if (version.writer == writer) {
        if (version.content instanceof Delta) {
          Object value = readBelow(writer + 1);
          version.content = value == null ? Mark.DELETED : value;
        }
        return;
      }
    }
  }

  /** What the last writer left, once all are committed: a value, {@link Mark#DELETED}, or {@link Mark#REMOVED} where nobody has written. */
  Object finalContent() {
    for (Version version = head.next; version != null; version = version.next) {
      if (version.content != Mark.REMOVED) {
        return version.content;
      }
    }
    return Mark.REMOVED;
  }

  /** The transaction whose version a reader sees; -1 for the snapshot's. */
  int highestWriterBelow(int reader) {
    for (Version version = head.next; version != null; version = version.next) {
      if (version.writer < reader && version.content != Mark.REMOVED) {
        return version.writer;
      }
    }
    return -1;
  }
}
