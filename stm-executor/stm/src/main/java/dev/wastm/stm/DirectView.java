package dev.wastm.stm;

import org.jspecify.annotations.Nullable;

/** A transaction's view where all before it have been committed: its own writes, then theirs, then the snapshot. Confined to one thread. */
final class DirectView<K, V> extends LoggedView<K, V> {
  private final Cancellation cancellation;

  DirectView(CommittedOverlay<K, V> overlay, Cancellation cancellation) {
    super(overlay, 0);
    this.cancellation = cancellation;
  }

  @Override
  @Nullable
  Object below(int slot, ReadKind kind) {
    return overlay().content(log().key(slot));
  }

  @Override
  @Nullable
  Object comeTo(Scan<K, V> scan, K key, int slot, @Nullable Object stored, boolean isWritten) {
    if (slot == AccessLog.NONE && stored != null) {
      log().add(key);
    }
    return stored;
  }

  @Override
  void begun(Scan<K, V> scan) {}

  @Override
  void hides(Scan<K, V> scan, K key) {}

  @Override
  @Nullable
  K writtenFrom(K key) {
    return null;
  }

  @Override
  @Nullable
  K writtenAfter(K key) {
    return null;
  }

  @Override
  public void poll() {
    if (cancellation.isCancelled()) {
      throw new SpeculationAborted(SpeculationAborted.BY_NONE);
    }
  }
}
