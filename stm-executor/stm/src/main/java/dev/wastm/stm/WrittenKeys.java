package dev.wastm.stm;

import java.util.Collection;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a segment has written, in order, from its first scan on. Nobody pays for this where nobody scans. Keys that were merely read
 * are never in it.
 *
 * <p>{@code settled} has what validations at commit rely on. Invariant: when all below a transaction are committed and it is not, {@code settled}
 * holds exactly the keys that those have written, if it is there at all. It is kept by confinement to the turn: it is touched only by the
 * thread that commits a transaction, between its validation and the moment when the count of committed ones moves on; or, in that
 * moment, by the thread that executes the next one, which cannot be committed meanwhile. Each takes over from the other through the
 * scheduler's volatile words. So it needs no lock, and a live key is never missing.
 *
 * <p>{@code live} has what speculative scans merge: the keys that have a version, of any transaction. It may miss a key for a moment, where one
 * transaction retracts the only version and another writes one: the scan is then found wrong at commit, so this costs an abort and no
 * more. A writer looks for it after its version is in the chain, and whoever fills it looks into the chains after it can be seen; who
 * takes a key out, or puts one in for another, looks into its chain once more afterwards. So no live key stays out, and no other stays in.
 */
final class WrittenKeys<K, V> {
  private volatile @Nullable ConcurrentSkipListMap<K, VersionChain<K, V>> live;
  private volatile boolean isFull;
  private @Nullable TreeMap<K, VersionChain<K, V>> settled;

  /** @param chains all there are */
  NavigableMap<K, VersionChain<K, V>> live(Collection<VersionChain<K, V>> chains) {
    ConcurrentSkipListMap<K, VersionChain<K, V>> known = live;
    return known != null && isFull ? known : fill(chains);
  }

  private synchronized ConcurrentSkipListMap<K, VersionChain<K, V>> fill(
      Collection<VersionChain<K, V>> chains) {
    ConcurrentSkipListMap<K, VersionChain<K, V>> known = live;
    if (known == null) {
      known = new ConcurrentSkipListMap<>();
      live = known;
    }
    if (!isFull) {
      for (VersionChain<K, V> chain : chains) {
        if (chain.isWritten()) {
          known.put(chain.key(), chain);
          retracted(chain);
        }
      }
      isFull = true;
    }
    return known;
  }

  /** Takes in a key that a transaction has just written. */
  void written(VersionChain<K, V> chain) {
    ConcurrentSkipListMap<K, VersionChain<K, V>> known = live;
    if (known != null) {
      known.putIfAbsent(chain.key(), chain);
    }
  }

  /** Lets go of a key whose version a transaction has just retracted, unless others have written it. */
  void retracted(VersionChain<K, V> chain) {
    ConcurrentSkipListMap<K, VersionChain<K, V>> known = live;
    while (known != null && !chain.isWritten()) {
      known.remove(chain.key());
      if (!chain.isWritten()) {
        return;
      }
      known.putIfAbsent(chain.key(), chain);
    }
  }

  /**
   * The keys that committed transactions have written. For the thread whose turn it is.
   *
   * @param committed how many are committed: all below the transaction whose turn it is
   */
  NavigableMap<K, VersionChain<K, V>> settled(
      Collection<VersionChain<K, V>> chains, int committed) {
    TreeMap<K, VersionChain<K, V>> known = settled;
    if (known == null) {
      known = new TreeMap<>();
      for (VersionChain<K, V> chain : chains) {
        if (chain.isWrittenBelow(committed)) {
          known.put(chain.key(), chain);
        }
      }
      settled = known;
    }
    return known;
  }

  /** Takes in a key that a transaction has written which is being committed. For the thread that commits. */
  void settle(VersionChain<K, V> chain) {
    TreeMap<K, VersionChain<K, V>> known = settled;
    if (known != null) {
      known.put(chain.key(), chain);
    }
  }
}
