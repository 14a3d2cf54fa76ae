package dev.wastm.stm;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The paper's multi-version memory (Gelashvili et al., "Block-STM", arXiv 2203.06871, algorithm 2): for every key that the block writes, the
 * versions left by its transactions, and for every transaction the read set and the written keys of its latest incarnation.
 *
 * <p>Thread-safe. {@code lastReads} and {@code lastWrites} of a transaction are replaced by the one thread that executes it, before the
 * scheduler publishes the transaction as executed; a validator may see those of a later incarnation, and then fails to abort the earlier.
 */
final class MultiVersionMemory<K, V> {
  private final ConcurrentHashMap<K, VersionChain<V>> chains = new ConcurrentHashMap<>();
  private final AtomicReferenceArray<Collection<Read<K, V>>> lastReads;
  private final AtomicReferenceArray<Set<K>> lastWrites;
  private final Snapshot<K, V> base;

  MultiVersionMemory(int transactions, Snapshot<K, V> base) {
    this.lastReads = new AtomicReferenceArray<>(transactions);
    this.lastWrites = new AtomicReferenceArray<>(transactions);
    this.base = base;
  }

  Snapshot<K, V> base() {
    return base;
  }

  /** What a transaction reads at a key; null where the snapshot answers. */
  @Nullable
  Version<V> read(K key, int reader) {
    VersionChain<V> chain = chains.get(key);
    return chain == null ? null : chain.readBelow(reader);
  }

  /**
   * Publishes what an incarnation read and wrote.
   *
   * @return whether it wrote a key that the transaction's earlier incarnation had not written
   */
  boolean record(int transaction, Collection<Read<K, V>> reads, Map<K, Version.Written<V>> writes) {
    Set<K> before = writesOf(transaction);
    writes.forEach((key, written) -> chain(key).set(transaction, written));
    for (K key : before) {
      if (!writes.containsKey(key)) {
        chain(key).set(transaction, new Version.Removed<>());
      }
    }
    boolean wroteNewKey = !before.containsAll(writes.keySet());
    lastWrites.set(transaction, new HashSet<>(writes.keySet()));
    lastReads.set(transaction, reads);
    return wroteNewKey;
  }

  /** Marks all that an aborted transaction wrote, so that readers wait for its next incarnation instead of being aborted by it. */
  void convertWritesToEstimates(int transaction) {
    for (K key : writesOf(transaction)) {
      chain(key).set(transaction, new Version.Estimate<>(transaction));
    }
  }

  /** Whether all that the latest incarnation of a transaction read would still read the same. */
  boolean validate(int transaction) {
    Collection<Read<K, V>> reads = lastReads.get(transaction);
    for (Read<K, V> read : reads) {
      if (!isValid(read, read(read.key(), transaction))) {
        return false;
      }
    }
    return true;
  }

  private boolean isValid(Read<K, V> read, @Nullable Version<V> now) {
    if (now instanceof Version.Written<V> written) {
      return read.valueMatters()
          ? read.seen() != null && read.seen().readsLike(written)
          : read.existed() == written.exists();
    } else if (now == null) {
      return read.seen() == null
          || (!read.valueMatters() && read.existed() == SnapshotReads.exists(base, read.key()));
    }
    return false;
  }

  /** What the last writer of each key did to it. Call it when nothing runs any more. */
  Map<K, Change<V>> finalWrites() {
    Map<K, Change<V>> writes = new HashMap<>();
    chains.forEach((key, chain) -> {
      if (chain.readBelow(Integer.MAX_VALUE) instanceof Version.Written<V> written) {
        V value = written.value();
        writes.put(key, value == null ? new Change.Delete<>() : new Change.Put<>(value));
      }
    });
    return writes;
  }

  private Set<K> writesOf(int transaction) {
    Set<K> writes = lastWrites.get(transaction);
    return writes == null ? Set.of() : writes;
  }

  private VersionChain<V> chain(K key) {
    VersionChain<V> chain = chains.get(key);
    return chain != null ? chain : chains.computeIfAbsent(key, unused -> new VersionChain<>());
  }
}
