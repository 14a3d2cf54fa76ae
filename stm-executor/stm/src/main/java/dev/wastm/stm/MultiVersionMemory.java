package dev.wastm.stm;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The paper's multi-version memory (Gelashvili et al., "Block-STM", arXiv 2203.06871, algorithm 2): for every key that the block touches, the
 * versions left by its transactions, and for every transaction what its latest incarnation read and wrote.
 *
 * <p>Validation compares values, not versions: a transaction that was executed again and wrote the same aborts nobody.
 *
 * <p>Thread-safe. The latest incarnation of a transaction is replaced by the one thread that executes it, before the scheduler publishes the
 * transaction as executed; a validator may see a later incarnation, and then fails to abort the earlier.
 */
final class MultiVersionMemory<K, V> {
  private final ConcurrentHashMap<K, VersionChain<K, V>> chains = new ConcurrentHashMap<>();
  private final AtomicReferenceArray<@Nullable Incarnation<K, V>> latest;
  private final Snapshot<K, V> base;

  /**
   * The chains in the order of their keys, from the first scan on. {@code filling} is seen by writers, {@code ordered} by scans once it is
   * full; both are set under the lock of this. A writer looks for it after its chain can be found, and whoever fills it looks for chains
   * after writers can see it: so no written chain is missed.
   */
  private volatile @Nullable ConcurrentSkipListMap<K, VersionChain<K, V>> filling;

  private volatile @Nullable ConcurrentSkipListMap<K, VersionChain<K, V>> ordered;

  MultiVersionMemory(int transactions, Snapshot<K, V> base) {
    this.latest = new AtomicReferenceArray<>(transactions);
    this.base = base;
  }

  Snapshot<K, V> base() {
    return base;
  }

  VersionChain<K, V> chain(K key) {
    VersionChain<K, V> known = chains.get(key);
    return known != null
        ? known
        : chains.computeIfAbsent(key, each -> new VersionChain<>(each, base));
  }

  /** All chains that have been written to, and perhaps others, in the order of their keys. */
  ConcurrentSkipListMap<K, VersionChain<K, V>> ordered() {
    ConcurrentSkipListMap<K, VersionChain<K, V>> order = ordered;
    return order != null ? order : order();
  }

  private synchronized ConcurrentSkipListMap<K, VersionChain<K, V>> order() {
    ConcurrentSkipListMap<K, VersionChain<K, V>> order = ordered;
    if (order == null) {
      order = new ConcurrentSkipListMap<>();
      filling = order;
      order.putAll(chains);
      ordered = order;
    }
    return order;
  }

  /**
   * Publishes what an incarnation read and wrote.
   *
   * @return whether a higher transaction may have read where this one has written
   */
  boolean record(int transaction, AccessLog<K, V> log, List<Scan<K, V>> scans) {
    Incarnation<K, V> before = latest.get(transaction);
    Incarnation<K, V> now = Incarnation.of(log, scans, this);
    boolean hasReaders = write(transaction, log, now);
    if (before != null) {
      hasReaders |= removeOthers(transaction, before, now);
    }
    latest.setRelease(transaction, now);
    return hasReaders;
  }

  private boolean write(int transaction, AccessLog<K, V> log, Incarnation<K, V> now) {
    ConcurrentSkipListMap<K, VersionChain<K, V>> order = filling;
    boolean hasReaders = false;
    int at = 0;
    for (int slot = 0; slot < log.size(); slot++) {
      Object content = log.written(slot);
      if (content != null) {
        VersionChain<K, V> chain = now.written(at++);
        if (order != null) {
          order.putIfAbsent(chain.key(), chain);
        }
        chain.set(transaction, content);
        hasReaders |= chain.mayHaveReaderAbove(transaction);
      }
    }
    return hasReaders;
  }

  private static <K, V> boolean removeOthers(
      int transaction, Incarnation<K, V> before, Incarnation<K, V> now) {
    boolean hasReaders = false;
    for (int i = 0; i < before.writes(); i++) {
      VersionChain<K, V> chain = before.written(i);
      if (!now.hasWritten(chain)) {
        chain.set(transaction, Mark.REMOVED);
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

  /** Resolves for good what a transaction added, when it is committed. */
  void settle(int transaction) {
    Incarnation<K, V> incarnation = incarnation(transaction);
    for (int i = 0; i < incarnation.writes(); i++) {
      incarnation.written(i).settle(transaction);
    }
  }

  /** The latest incarnation of a transaction that has been executed. */
  Incarnation<K, V> incarnation(int transaction) {
    Incarnation<K, V> published = latest.getAcquire(transaction);
    if (published == null) {
      throw new IllegalStateException("Transaction " + transaction + " has not been executed.");
    }
    return published;
  }

  /** A key at which the latest incarnation of a transaction would now be told something else; null where all is as it was. */
  @Nullable
  VersionChain<K, V> findConflict(int transaction) {
    Incarnation<K, V> incarnation = incarnation(transaction);
    for (int i = 0; i < incarnation.reads(); i++) {
      VersionChain<K, V> chain = incarnation.read(i);
      if (!isAsSeen(incarnation.kind(i), incarnation.seen(i), chain.readBelow(transaction))) {
        return chain;
      }
    }
    return incarnation.scans().isEmpty() ? null : findPhantom(transaction, incarnation);
  }

  /** What a scan visited has been read, and is validated as such; so what is looked for is a key that it passed without seeing it. */
  private @Nullable VersionChain<K, V> findPhantom(int transaction, Incarnation<K, V> incarnation) {
    for (Scan<K, V> scan : incarnation.scans()) {
      for (VersionChain<K, V> chain : ordered().tailMap(scan.from(), true).values()) {
        if (!scan.hasReached(chain.key())) {
          break;
        }
        if (chain.isWrittenBelow(transaction) && !scan.hasVisited(chain.key())) {
          return chain;
        }
      }
    }
    return null;
  }

  /** Whether what was asked before would have the same answer, were it asked now. */
  @SuppressWarnings("unchecked")
  boolean isAsSeen(ReadKind kind, @Nullable Object seen, @Nullable Object now) {
    if (now == seen) {
      return true;
    } else if (now instanceof VersionChain.Version) {
      return false;
    }
    return switch (kind) {
      case NONE -> true;
      case EXISTENCE -> (now == null) == (seen == null);
      case RANGE ->
        seen instanceof Bounds bounds && bounds.contains(base.counters().get((V) now));
      case VALUE -> now != null && seen != null && base.same((V) now, (V) seen);
    };
  }

  /** Shows what the last writer of each key did to it, a value or {@link Mark#DELETED}. Call it when all is committed. */
  void forEachFinal(BiConsumer<K, Object> consumer) {
    for (VersionChain<K, V> chain : chains.values()) {
      Object content = chain.finalContent();
      if (content != Mark.REMOVED) {
        consumer.accept(chain.key(), content);
      }
    }
  }
}
