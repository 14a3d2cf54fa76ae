package dev.wastm.stm;

import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A transaction's view during one incarnation: its own writes first, then what it has read before, then multi-version memory, then the
 * snapshot. Confined to one thread.
 */
final class SpeculativeView<K, V> extends LoggedView<K, V> {
  private final MultiVersionMemory<K, V> memory;
  private final Scheduler scheduler;
  private final IntPredicate waiting;
  private final Cancellation cancellation;

  /**
   * @param offset the index in the block of the memory's first transaction
   * @param waiting waits for a lower transaction, and says whether it is executed then
   */
  SpeculativeView(
      MultiVersionMemory<K, V> memory,
      Scheduler scheduler,
      int offset,
      IntPredicate waiting,
      Cancellation cancellation) {
    super(memory.base(), offset);
    this.waiting = waiting;
    this.cancellation = cancellation;
    this.memory = memory;
    this.scheduler = scheduler;
  }

  @Override
  @Nullable
  Object below(int slot, ReadKind kind) {
    ReadKind before = log().kind(slot);
    Object value = before == ReadKind.NONE ? readShared(slot) : valueSeen(slot);
    ReadKind both = before == ReadKind.NONE || before == kind ? kind : ReadKind.VALUE;
    if (before != both) {
      Object seen = both == ReadKind.RANGE
          ? new Bounds(value, -Bounds.ORDINARY_MAX, Bounds.ORDINARY_MAX)
          : value;
      log().setRead(slot, both, seen);
    }
    return value;
  }

  private @Nullable Object valueSeen(int slot) {
    Object seen = log().seen(slot);
    return seen instanceof Bounds bounds ? bounds.value() : seen;
  }

  /** What lies below this transaction, once no estimate hides it: a value, or null for none. */
  private @Nullable Object readShared(int slot) {
    VersionChain<K, V> chain = memory.chain(log().key(slot));
    log().setChain(slot, chain);
    chain.noteReader(position());
    while (true) {
      Object found = chain.readBelow(position());
      if (!(found instanceof VersionChain.Version estimate)) {
        return found;
      }
      if (!waiting.test(estimate.writer)) {
        throw new SpeculationAborted(estimate.writer);
      }
    }
  }

  @Override
  @Nullable
  K writtenFrom(K key) {
    return keyOf(memory.ordered().ceilingEntry(key));
  }

  @Override
  @Nullable
  K writtenAfter(K key) {
    return keyOf(memory.ordered().higherEntry(key));
  }

  private static <K, C> @Nullable K keyOf(Map.@Nullable Entry<K, C> entry) {
    return entry == null ? null : entry.getKey();
  }

  @Override
  public void poll() {
    if (cancellation.isCancelled()) {
      scheduler.abandon();
    }
    if (scheduler.isDone() || isStale()) {
      throw new SpeculationAborted(SpeculationAborted.BY_NONE);
    }
  }

  private boolean isStale() {
    AccessLog<K, V> log = log();
    for (int slot = 0; slot < log.size(); slot++) {
      VersionChain<K, V> chain = log.chain(slot);
      if (chain != null
          && log.kind(slot) != ReadKind.NONE
          && !memory.isAsSeen(log.kind(slot), log.seen(slot), chain.readBelow(position()))) {
        return true;
      }
    }
    return false;
  }
}
