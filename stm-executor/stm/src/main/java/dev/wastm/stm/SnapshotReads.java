package dev.wastm.stm;

import org.jspecify.annotations.Nullable;

/** Reads a snapshot without a value of its own to say "absent". */
final class SnapshotReads {
  private SnapshotReads() {}

  /** Null where the key has no value. The snapshot hands the given {@code absent} back as it is, so null is never looked into. */
  @SuppressWarnings("NullAway")
  static <K, V> @Nullable V orNull(Snapshot<K, V> snapshot, K key) {
    return snapshot.readOr(key, null);
  }

  static <K, V> boolean exists(Snapshot<K, V> snapshot, K key) {
    return orNull(snapshot, key) != null;
  }
}
