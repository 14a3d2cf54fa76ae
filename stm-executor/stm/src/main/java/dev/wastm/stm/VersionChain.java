package dev.wastm.stm;

import org.jspecify.annotations.Nullable;

/**
 * All that a segment knows of one key: what the committed overlay says of it, and a lock-free linked list of the versions that transactions
 * wrote, in descending order of the writers.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Along the links, the writers strictly descend. There is at most one version a writer.
 *   <li>A version is inserted once, by a compare-and-set of its predecessor's link, and never unlinked: only its content changes. So
 *       there is no ABA problem, and a traversal never loses its way.
 *   <li>Only the thread that executes, aborts or commits a transaction sets the content of that transaction's version; the scheduler lets
 *       one thread do so at a time.
 *   <li>A read misses no version that was there when it began. It is atomic in what it sees of one writer, not of several: it may pass a
 *       version before that is written, and meet a lower one that was written after that. Such a read is found at the latest by the
 *       validation at its commit, when all versions below it are final; nothing else may rely on it.
 *   <li>{@code base} changes once, from {@link Mark#UNREAD} to what every thread would read, so racing threads write the same.
 *   <li>Once {@code index} is full, versions are found and inserted there only, and the list stays as it is.
 * </ul>
 *
 * <p>Progress: an insertion repeats only where another insertion succeeded at the same place. Transactions are executed in nearly ascending
 * order, so readers and writers mostly find their place within a few versions of the head. Who has to walk further than {@link
 * #STEPS_MAX} makes the index first, so that no access costs more than that and a look-up: in all, each version is indexed once.
 */
final class VersionChain<K, V> extends Link {
  /** Versions that are passed one after the other. */
  static final int STEPS_MAX = 32;

  /** Additions that a reader adds up; with more of them, it comes again when those are committed. */
  static final int DELTAS_MAX = 256;

  private final K key;
  private final CommittedOverlay<K, V> overlay;

  /** A value, {@link Mark#DELETED}, {@link Mark#ABSENT} or {@link Mark#UNREAD}. */
  private volatile Object base = Mark.UNREAD;

  /** Set under the lock of this. */
  private volatile @Nullable VersionIndex index;

  /** The highest reader so far, or nearly: written without synchronisation, because a lost update only delays an abort until commit. */
  private int highestReader = -1;

  VersionChain(K key, CommittedOverlay<K, V> overlay) {
    super(null);
    this.key = key;
    this.overlay = overlay;
  }

  K key() {
    return key;
  }

  /**
   * What a transaction reads here.
   *
   * @return a value; {@link Mark#DELETED} where the block has deleted it; null where there is none; {@link Mark#UNRESOLVED}; or a
   *     {@link Version} that is an estimate, whose writer decides
   */
  @Nullable
  Object readBelow(int reader) {
    long added = 0;
    int deltas = 0;
    int below = reader;
    Link from = this;
    while (true) {
      Version version = liveBelow(from, below);
      if (version == null) {
        return resolve(base(), deltas, added);
      }
      Object content = version.content;
      if (content == Mark.ESTIMATE) {
        return version;
      } else if (content instanceof Delta delta) {
        added += delta.amount();
        if (++deltas > DELTAS_MAX) {
          return Mark.UNRESOLVED;
        }
      } else if (content != Mark.REMOVED) {
        return resolve(content, deltas, added);
      }
      from = version;
      below = version.writer;
    }
  }

  /** The highest version behind a link that is below a reader and not retracted, at the moment when it is passed. */
  private @Nullable Version liveBelow(Link from, int reader) {
    VersionIndex known = index;
    if (known != null && known.isFull()) {
      return known.liveBelow(reader);
    }
    int steps = 0;
    for (Version version = from.next(); version != null; version = version.next()) {
      if (version.writer < reader && version.content != Mark.REMOVED) {
        return version;
      } else if (++steps > STEPS_MAX) {
        return fullIndex().liveBelow(reader);
      }
    }
    return null;
  }

  private synchronized VersionIndex fullIndex() {
    VersionIndex known = index;
    if (known == null) {
      known = new VersionIndex();
      index = known;
    }
    if (!known.isFull()) {
      known.fill(next());
    }
    return known;
  }

  @SuppressWarnings("unchecked")
  private @Nullable Object resolve(@Nullable Object content, int deltas, long added) {
    return deltas == 0 ? content : overlay.counters().plus((V) Mark.valueOf(content), added);
  }

  private @Nullable Object base() {
    Object known = base;
    if (known == Mark.UNREAD) {
      Object read = overlay.content(key);
      known = read == null ? Mark.ABSENT : read;
      base = known;
    }
    return known == Mark.ABSENT ? null : known;
  }

  /** Tells what the committed overlay has here, so that it need not be asked. */
  void offerBase(Object stored) {
    if (base == Mark.UNREAD) {
      base = stored;
    }
  }

  /** Whether the committed overlay is known to have the key, be it deleted: then every scan that passes comes to it. */
  boolean isStored() {
    Object known = base;
    return known != Mark.UNREAD && known != Mark.ABSENT;
  }

  /** Notes a reader, so that a lower writer knows that it may have to abort someone. */
  void noteReader(int reader) {
    if (next() != null && highestReader < reader) {
      highestReader = reader;
    }
  }

  /** Whether a transaction above the writer, whose version is here, may have read without it. */
  boolean mayHaveReaderAbove(int writer) {
    Version first = next();
    boolean isAlone = first != null && first.next() == null;
    return highestReader > writer || (isAlone && base != Mark.UNREAD);
  }

  /** Whether a transaction below the reader has written here. */
  boolean isWrittenBelow(int reader) {
    return liveBelow(this, reader) != null;
  }

  /** Whether any transaction has written here. */
  boolean isWritten() {
    return isWrittenBelow(Integer.MAX_VALUE);
  }

  void set(int writer, Object content) {
    VersionIndex known = index;
    if (known != null && known.isFull()) {
      known.set(writer, content);
      return;
    }
    Link above = this;
    int steps = 0;
    while (true) {
      Version below = above.next();
      if (below != null && below.writer > writer) {
        above = below;
        if (++steps > STEPS_MAX) {
          fullIndex().set(writer, content);
          return;
        }
      } else if (below != null && below.writer == writer) {
        below.content = content;
        mirror(below);
        return;
      } else {
        Version inserted = new Version(writer, content, below);
        if (above.replaceNext(below, inserted)) {
          mirror(inserted);
          return;
        }
      }
    }
  }

  private void mirror(Version version) {
    VersionIndex filling = index;
    if (filling != null) {
      filling.mirror(version);
    }
  }

  /** Resolves what a transaction added here, once all below it are committed, so that nobody has to add it up again. */
  void settle(int writer) {
    Version version = liveBelow(this, writer + 1);
    if (version != null && version.writer == writer && version.content instanceof Delta) {
      Object value = readBelow(writer + 1);
      if (value == null || value instanceof Mark || value instanceof Version) {
        throw EngineFault.of("What a committed transaction added can be resolved.");
      }
      version.content = value;
    }
  }

  /** What the last of the committed transactions left: a value or {@link Mark#DELETED}; null where none has written. */
  @Nullable
  Object finalContent(int committed) {
    Version version = liveBelow(this, committed);
    return version == null ? null : version.content;
  }

  /** The transaction whose version a reader sees; -1 for the snapshot's. */
  int highestWriterBelow(int reader) {
    Version version = liveBelow(this, reader);
    return version == null ? -1 : version.writer;
  }
}
