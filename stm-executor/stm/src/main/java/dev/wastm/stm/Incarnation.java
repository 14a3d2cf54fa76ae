package dev.wastm.stm;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an incarnation that ran to its end has read and written. Nothing in it changes once it is published. */
final class Incarnation<K, V> {
  private final VersionChain<K, V>[] read;
  private final ReadKind[] kinds;
  private final @Nullable Object[] seen;
  private final List<Scan<K, V>> scans;
  private final VersionChain<K, V>[] written;

  private Incarnation(
      VersionChain<K, V>[] read,
      ReadKind[] kinds,
      @Nullable Object[] seen,
      List<Scan<K, V>> scans,
      VersionChain<K, V>[] written) {
    this.read = read;
    this.kinds = kinds;
    this.seen = seen;
    this.scans = scans;
    this.written = written;
  }

  /** @param memory has the chains of keys that were written and not read */
  @SuppressWarnings("unchecked")
  static <K, V> Incarnation<K, V> of(
      AccessLog<K, V> log, List<Scan<K, V>> scans, MultiVersionMemory<K, V> memory) {
    int size = log.size();
    VersionChain<K, V>[] read = (VersionChain<K, V>[]) new VersionChain<?, ?>[size];
    ReadKind[] kinds = new ReadKind[size];
    @Nullable Object[] seen = new Object[size];
    VersionChain<K, V>[] written = (VersionChain<K, V>[]) new VersionChain<?, ?>[log.writes()];
    int reads = 0;
    int writes = 0;
    for (int slot = 0; slot < size; slot++) {
      VersionChain<K, V> known = log.chain(slot);
      VersionChain<K, V> chain = known != null ? known : memory.chain(log.key(slot));
      if (log.kind(slot) != ReadKind.NONE) {
        read[reads] = chain;
        kinds[reads] = log.kind(slot);
        seen[reads++] = log.seen(slot);
      }
      if (log.written(slot) != null) {
        written[writes++] = chain;
      }
    }
    VersionChain<K, V>[] readOnly = reads == size ? read : Arrays.copyOf(read, reads);
    return new Incarnation<>(readOnly, kinds, seen, List.copyOf(scans), written);
  }

  int reads() {
    return read.length;
  }

  VersionChain<K, V> read(int at) {
    return read[at];
  }

  ReadKind kind(int at) {
    return kinds[at];
  }

  /** What it was told: a value, null for none, or {@link Bounds}. */
  @Nullable
  Object seen(int at) {
    return seen[at];
  }

  List<Scan<K, V>> scans() {
    return scans;
  }

  int writes() {
    return written.length;
  }

  VersionChain<K, V> written(int at) {
    return written[at];
  }

  boolean hasWritten(VersionChain<K, V> chain) {
    for (VersionChain<K, V> each : written) {
      if (each == chain) {
        return true;
      }
    }
    return false;
  }
}
