package dev.wastm.stm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A transaction's view during one incarnation: its own writes first, then what it has read before, then multi-version memory, then the
 * committed overlay. Confined to one thread.
 */
final class SpeculativeView<K, V> extends LoggedView<K, V> {
  /** Reads that a poll looks at; the next one goes on from there. So looking costs an access no more than one look. */
  private static final int READS_PER_POLL = 1_024;

  /** Keys without a meaning to this transaction that its scans may pass, beside as many as it has touched. */
  private static final int PASSED_MAX = 64;

  private final MultiVersionMemory<K, V> memory;
  private final Scheduler scheduler;
  private final IntPredicate waiting;
  private final Cancellation cancellation;
  private final List<Scan<K, V>> scans = new ArrayList<>();
  private int nextPolled;
  private int passed;

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
    super(memory.overlay(), offset);
    this.waiting = waiting;
    this.cancellation = cancellation;
    this.memory = memory;
    this.scheduler = scheduler;
  }

  @Override
  void begin(int transaction) {
    super.begin(transaction);
    scans.clear();
    nextPolled = 0;
    passed = 0;
  }

  /** Those that have come to something, or to their end. */
  List<Scan<K, V>> scans() {
    return scans;
  }

  @Override
  @Nullable
  Object below(int slot, ReadKind kind) {
    ReadKind before = log().kind(slot);
    if (before != ReadKind.NONE) {
      Object seen = contentSeen(slot);
      keep(slot, before, kind, seen);
      return seen;
    }
    VersionChain<K, V> chain = chain(log().key(slot));
    Object content = readShared(chain);
    log().setChain(slot, chain);
    keep(slot, before, kind, content);
    return content;
  }

  /** The map of chains is shared, so a stack that overflows inside it is no transaction's own business. */
  private VersionChain<K, V> chain(K key) {
    log().begin();
    VersionChain<K, V> chain = memory.chain(key);
    log().end();
    return chain;
  }

  private void keep(int slot, ReadKind before, ReadKind kind, @Nullable Object content) {
    ReadKind both = before.and(kind);
    if (before != both) {
      Object seen = both == ReadKind.RANGE
          ? new Bounds(content, -Bounds.ORDINARY_MAX, Bounds.ORDINARY_MAX)
          : content;
      log().setRead(slot, both, seen);
    }
  }

  private @Nullable Object contentSeen(int slot) {
    Object seen = log().seen(slot);
    return seen instanceof Bounds bounds ? bounds.value() : seen;
  }

  /**
   * What lies below this transaction, once no estimate hides it. It waits for one transaction at a time, and looks anew after each: whoever
   * else hides the value then is waited for in turn.
   */
  private @Nullable Object readShared(VersionChain<K, V> chain) {
    chain.noteReader(position());
    while (true) {
      Object found = chain.readBelow(position());
      if (found == Mark.UNRESOLVED) {
        throw new SpeculationAborted(SpeculationAborted.PUT_OFF);
      }
      if (!(found instanceof Version estimate)) {
        return found;
      }
      EngineFault.unless(estimate.writer < position(), "A transaction reads from lower ones only.");
      if (!waiting.test(estimate.writer)) {
        throw new SpeculationAborted(estimate.writer);
      }
    }
  }

  @Override
  @Nullable
  Object comeTo(Scan<K, V> scan, K key, int slot, @Nullable Object stored, boolean isWritten) {
    boolean isNew = slot == AccessLog.NONE || log().kind(slot) == ReadKind.NONE;
    VersionChain<K, V> chain = chain(key);
    if (stored != null) {
      chain.offerBase(stored);
    }
    Object content = isNew ? readShared(chain) : contentSeen(slot);
    if (content == null && !isWritten) {
      pass();
      return null;
    }
    if (stored == null) {
      scan.note(key);
    }
    int at = slot == AccessLog.NONE ? log().add(key) : slot;
    log().setChain(at, chain);
    keep(at, log().kind(at), isWritten ? ReadKind.VALUE : ReadKind.SCANNED, content);
    return content;
  }

  /**
   * Higher transactions choose how many keys they write, and must not choose what this one's scan costs. Where it passes too many of them, it
   * is put off until all below it are committed: then it sees the keys that those have written, and no others.
   */
  private void pass() {
    if (++passed > PASSED_MAX + log().size()) {
      throw new SpeculationAborted(SpeculationAborted.PUT_OFF);
    }
  }

  @Override
  void begun(Scan<K, V> scan) {
    scans.add(scan);
  }

  @Override
  void hides(Scan<K, V> scan, K key) {
    scan.note(key);
  }

  @Override
  @Nullable
  K writtenFrom(K key) {
    return keyOf(written().ceilingEntry(key));
  }

  @Override
  @Nullable
  K writtenAfter(K key) {
    return keyOf(written().higherEntry(key));
  }

  private NavigableMap<K, VersionChain<K, V>> written() {
    return scheduler.committed() == position() ? memory.settled(position()) : memory.written();
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
    for (int left = Math.min(READS_PER_POLL, log.size()); left > 0; left--) {
      int slot = nextPolled < log.size() ? nextPolled : 0;
      nextPolled = slot + 1;
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
