package dev.wastm.stm;

import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The paper's multi-version memory (Gelashvili et al., "Block-STM", arXiv 2203.06871, algorithm 2): for every key that a segment touches, the
 * versions left by its transactions, and for every transaction what its latest incarnation read and wrote, until it is committed.
 *
 * <p>Validation compares values, not versions: a transaction that was executed again and wrote the same aborts nobody.
 *
 * <p>Thread-safe. The latest incarnation of a transaction is replaced by the one thread that executes it, before the scheduler publishes the
 * transaction as executed, and forgotten by the thread that commits it. A validator may see a later incarnation, or none, and then fails to
 * abort the earlier.
 */
final class MultiVersionMemory<K, V> {
  /** Some 80 bytes each, besides key and value: a segment with more of them is to end, and another to begin. */
  private static final int CHAINS_MAX = 1 << 18;

  /** Nine bytes each. */
  private static final int READS_MAX = 1 << 22;

  private final ConcurrentHashMap<K, VersionChain<K, V>> chains = new ConcurrentHashMap<>();
  private final WrittenKeys<K, V> keys = new WrittenKeys<>();
  private final AtomicReferenceArray<@Nullable Incarnation<K, V>> latest;
  private final AtomicLong readsKept = new AtomicLong();
  private final CommittedOverlay<K, V> overlay;

  MultiVersionMemory(int transactions, CommittedOverlay<K, V> overlay) {
    this.latest = new AtomicReferenceArray<>(transactions);
    this.overlay = overlay;
  }

  CommittedOverlay<K, V> overlay() {
    return overlay;
  }

  VersionChain<K, V> chain(K key) {
    VersionChain<K, V> known = chains.get(key);
    return known != null
        ? known
        : chains.computeIfAbsent(key, each -> new VersionChain<>(each, overlay));
  }

  /** The keys that transactions have written, and few others. */
  NavigableMap<K, VersionChain<K, V>> written() {
    return keys.live(chains.values());
  }

  /** The keys that the transactions below one have written, exactly; for the thread that executes that one when those are committed. */
  NavigableMap<K, VersionChain<K, V>> settled(int transaction) {
    return keys.settled(chains.values(), transaction);
  }

  /**
   * Whether it has become so large that the segment should end.
   *
   * @param more what the asking thread has counted since it asked last
   */
  boolean isLarge(KeptReads more) {
    return readsKept(more) > READS_MAX || chains.mappingCount() > CHAINS_MAX;
  }

  /** How many entries of read sets it keeps, as far as threads have told. */
  long readsKept(KeptReads more) {
    return readsKept.addAndGet(more.take());
  }

  /**
   * Publishes what an incarnation read and wrote.
   *
   * @param kept counts its reads
   * @return whether a higher transaction may have read where this one has written
   */
  boolean record(int transaction, AccessLog<K, V> log, List<Scan<K, V>> scans, KeptReads kept) {
    Incarnation<K, V> before = latest.get(transaction);
    Incarnation<K, V> now = new Incarnation<>(log, scans, this);
    boolean hasReaders = write(transaction, log, now);
    if (before != null) {
      hasReaders |= removeOthers(transaction, before, log);
    }
    latest.setRelease(transaction, now);
    kept.add(now.reads() - (before == null ? 0L : before.reads()));
    return hasReaders;
  }

  private boolean write(int transaction, AccessLog<K, V> log, Incarnation<K, V> now) {
    boolean hasReaders = false;
    int at = 0;
    for (int slot = 0; slot < log.size(); slot++) {
      Object content = log.written(slot);
      if (content != null) {
        VersionChain<K, V> chain = now.written(at++);
        chain.set(transaction, content);
        keys.written(chain);
        hasReaders |= chain.mayHaveReaderAbove(transaction);
      }
    }
    return hasReaders;
  }

  private boolean removeOthers(int transaction, Incarnation<K, V> before, AccessLog<K, V> log) {
    boolean hasReaders = false;
    for (int i = 0; i < before.writes(); i++) {
      VersionChain<K, V> chain = before.written(i);
      int slot = log.find(chain.key());
      if (slot == AccessLog.NONE || log.written(slot) == null) {
        chain.set(transaction, Mark.REMOVED);
        keys.retracted(chain);
        hasReaders |= chain.mayHaveReaderAbove(transaction);
      }
    }
    return hasReaders;
  }

  /** Marks all that an aborted transaction wrote, so that readers wait for its next incarnation instead of being aborted by it. */
  void convertWritesToEstimates(int transaction) {
    Incarnation<K, V> incarnation = incarnation(transaction);
    for (int i = 0; i < incarnation.writes(); i++) {
      incarnation.written(i).set(transaction, Mark.ESTIMATE);
    }
  }

  /** Resolves for good what a transaction added, and forgets what it read. For the thread that commits it. */
  void settle(int transaction, KeptReads kept) {
    Incarnation<K, V> incarnation = incarnation(transaction);
    for (int i = 0; i < incarnation.writes(); i++) {
      VersionChain<K, V> chain = incarnation.written(i);
      chain.settle(transaction);
      keys.settle(chain);
    }
    latest.setRelease(transaction, null);
    kept.add(-incarnation.reads());
  }

  private Incarnation<K, V> incarnation(int transaction) {
    Incarnation<K, V> published = latest.getAcquire(transaction);
    if (published == null) {
      throw new IllegalStateException("Transaction " + transaction + " has not been executed.");
    }
    return published;
  }

  /**
   * A key at which the latest incarnation of a transaction would now be told something else, as far as can be seen while lower ones are not
   * committed; null where all is as it was, or the transaction is committed.
   */
  @Nullable
  VersionChain<K, V> findConflict(int transaction) {
    Incarnation<K, V> incarnation = latest.getAcquire(transaction);
    if (incarnation == null) {
      return null;
    }
    VersionChain<K, V> changed = findChange(transaction, incarnation);
    return changed != null || incarnation.scans().isEmpty()
        ? changed
        : findPhantom(transaction, incarnation, written(), incarnation.reads());
  }

  /** The same, for good: where all below the transaction are committed. For the thread that commits. */
  @Nullable
  VersionChain<K, V> findFinalConflict(int transaction) {
    Incarnation<K, V> incarnation = incarnation(transaction);
    VersionChain<K, V> changed = findChange(transaction, incarnation);
    return changed != null || incarnation.scans().isEmpty()
        ? changed
        : findPhantom(transaction, incarnation, settled(transaction), Integer.MAX_VALUE);
  }

  private @Nullable VersionChain<K, V> findChange(int transaction, Incarnation<K, V> incarnation) {
    for (int i = 0; i < incarnation.reads(); i++) {
      VersionChain<K, V> chain = incarnation.read(i);
      if (!isAsSeen(incarnation.kind(i), incarnation.seen(i), chain.readBelow(transaction))) {
        return chain;
      }
    }
    return null;
  }

  /**
   * What a scan visited has been read, and is validated as such; so what is looked for is a key that it passed without seeing it. The
   * committed overlay does not change: what that has, a scan has come to.
   *
   * @param written where to look
   * @param othersMax how many keys that higher transactions have written are worth passing
   */
  private @Nullable VersionChain<K, V> findPhantom(
      int transaction,
      Incarnation<K, V> incarnation,
      NavigableMap<K, VersionChain<K, V>> written,
      int othersMax) {
    int left = othersMax;
    for (ScanRange<K> scan : incarnation.scans()) {
      for (VersionChain<K, V> chain : written.tailMap(scan.from(), true).values()) {
        if (!scan.hasReached(chain.key())) {
          break;
        } else if (!chain.isWrittenBelow(transaction)) {
          if (--left < 0) {
            return null;
          }
        } else if (!chain.isStored() && !scan.hasVisited(chain.key())) {
          return chain;
        }
      }
    }
    return null;
  }

  /** Whether what was asked before would have the same answer, were it asked now; also where that can't be told yet. */
  @SuppressWarnings("unchecked")
  boolean isAsSeen(ReadKind kind, @Nullable Object seen, @Nullable Object now) {
    if (now == seen || now == Mark.UNRESOLVED) {
      return true;
    } else if (now instanceof Version) {
      return false;
    }
    Object value = Mark.valueOf(now);
    return switch (kind) {
      case NONE -> true;
      case EXISTENCE -> (value == null) == (Mark.valueOf(seen) == null);
      case RANGE ->
        seen instanceof Bounds bounds && bounds.contains(overlay.counters().get((V) value));
      case VALUE -> isSame(value, Mark.valueOf(seen));
      case SCANNED -> value != null && seen != Mark.DELETED && isSame(value, seen);
    };
  }

  @SuppressWarnings("unchecked")
  private boolean isSame(@Nullable Object value, @Nullable Object seen) {
    return value == seen || (value != null && seen != null && overlay.same((V) value, (V) seen));
  }

  /** Shows what the last of the committed transactions to write a key did to it, a value or {@link Mark#DELETED}. */
  void forEachFinal(int committed, BiConsumer<K, Object> consumer) {
    for (VersionChain<K, V> chain : chains.values()) {
      Object content = chain.finalContent(committed);
      if (content != null) {
        consumer.accept(chain.key(), content);
      }
    }
  }
}
