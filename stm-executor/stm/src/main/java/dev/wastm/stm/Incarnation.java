package dev.wastm.stm;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an incarnation that ran to its end has read and written. Nothing in it changes once it is published. Many are kept, so it holds nine
 * bytes a read and no more.
 */
final class Incarnation<K, V> {
  private final VersionChain<K, V>[] read;

  /** See {@link ReadKind#code}. */
  private final byte[] kinds;

  private final @Nullable Object[] seen;
  private final List<ScanRange<K>> scans;
  private final VersionChain<K, V>[] written;

  /** @param memory has the chains of keys that were written and not read */
  Incarnation(AccessLog<K, V> log, List<Scan<K, V>> scans, MultiVersionMemory<K, V> memory) {
    this.read = newChains(log.reads());
    this.kinds = new byte[log.reads()];
    this.seen = new Object[log.reads()];
    this.written = newChains(log.writes());
    int reads = 0;
    int writes = 0;
    for (int slot = 0; slot < log.size(); slot++) {
      VersionChain<K, V> known = log.chain(slot);
      if (known != null && log.kind(slot) != ReadKind.NONE) {
        read[reads] = known;
        kinds[reads] = log.kind(slot).code();
        seen[reads++] = log.seen(slot);
      }
      if (log.written(slot) != null) {
        written[writes++] = known != null ? known : memory.chain(log.key(slot));
      }
    }
    EngineFault.unless(
        reads == read.length && writes == written.length, "A log counts its reads and writes.");
    this.scans = scans.isEmpty() ? List.of() : scans.stream().map(Scan::range).toList();
  }

  @SuppressWarnings("unchecked")
  private static <K, V> VersionChain<K, V>[] newChains(int length) {
    return (VersionChain<K, V>[]) new VersionChain<?, ?>[length];
  }

  int reads() {
    return read.length;
  }

  VersionChain<K, V> read(int at) {
    return read[at];
  }

  ReadKind kind(int at) {
    return ReadKind.of(kinds[at]);
  }

  /** What it was told: a value, {@link Mark#DELETED}, null for none, or {@link Bounds}. */
  @Nullable
  Object seen(int at) {
    return seen[at];
  }

  List<ScanRange<K>> scans() {
    return scans;
  }

  int writes() {
    return written.length;
  }

  VersionChain<K, V> written(int at) {
    return written[at];
  }
}
