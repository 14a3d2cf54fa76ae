package dev.wastm.ledger.module;

import dev.wastm.ledger.hash.Digest;
import dev.wastm.wasm.Engine;
import dev.wastm.wasm.ExecutableModule;
import dev.wastm.wasm.abi.GuestRules;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Modules ready to run on one engine: the hot tier. What is not in memory is loaded when first asked for, or before, and forgotten when
 * all have become too heavy together.
 *
 * <p>Thread-safe: however many threads ask for one module at once, it is loaded once, by the first, and the others wait for it; a failure
 * reaches all who wait, and is not remembered. Whoever executes a module that is forgotten meanwhile keeps it until done.
 */
public final class Modules implements AutoCloseable {
  /** The part of the heap that modules may take, as a divisor: some hundred actors' modules fit into a quarter of a usual heap. */
  public static final int HEAP_PART = 4;

  private final ModuleLoading loading;
  private final ModuleCounts counts = new ModuleCounts();
  private final Prefetching prefetching = new Prefetching();
  private final long weightBytesMax;
  private final ConcurrentHashMap<Key, Slot> slots = new ConcurrentHashMap<>();

  /** The number of modules loaded so far: the time by which the use of modules is told. Written under the lock. */
  private volatile long loaded;

  /** A module is another one under the rules of another epoch. */
  private record Key(Digest digest, int epoch) {}

  /** A module's place: who puts it there loads the module, and completes it once. */
  private static final class Slot {
    private final CompletableFuture<ExecutableModule> module = new CompletableFuture<>();

    /** Raced over by all executing threads: a lost update makes a module look older than it is by one loading. */
    private volatile long lastUsed;

    boolean isReady() {
      return module.isDone() && !module.isCompletedExceptionally();
    }

    long weightBytes() {
      return isReady() ? module.join().weightBytes() : 0;
    }
  }

  public Modules(ModuleStore store, Engine engine) {
    this(store, engine, Runtime.getRuntime().maxMemory() / HEAP_PART);
  }

  Modules(ModuleStore store, Engine engine, long weightBytesMax) {
    this.loading = new ModuleLoading(store, engine, counts);
    this.weightBytesMax = weightBytesMax;
  }

  /**
   * A module, loaded where it is not in memory.
   *
   * @throws dev.wastm.blobstore.BlobStoreException where the module cannot be fetched
   * @throws DamagedModuleException where it is there, but is not what its name says or no valid guest
   */
  public ExecutableModule executable(Digest digest, GuestRules rules) {
    Slot found = slots.get(new Key(digest, rules.epoch()));
    if (found == null || !found.isReady()) {
      counts.hotMiss();
      return loaded(digest, rules);
    }
    counts.hotHit();
    long now = loaded;
    if (found.lastUsed != now) {
      found.lastUsed = now;
    }
    return found.module.join();
  }

  /**
   * Loads modules in the background, several at once, as far as there is room for them; what cannot be loaded is left to whoever asks for
   * it. Returns at once.
   *
   * @param digests asked once, in the background
   * @param rules of the epoch in which they are to run
   */
  public void prefetch(Supplier<? extends Collection<Digest>> digests, GuestRules rules) {
    prefetching.start(() -> {
      for (Digest digest : digests.get()) {
        if (!slots.containsKey(new Key(digest, rules.epoch()))) {
          prefetching.start(() -> prefetch(digest, rules));
        }
      }
    });
  }

  private void prefetch(Digest digest, GuestRules rules) {
    if (weightBytes() < weightBytesMax) {
      loaded(digest, rules);
    }
  }

  /** What was found in which tier, and what it took. */
  public ModuleStatistics statistics() {
    return counts.statistics(size(), weightBytes());
  }

  /** Ends what is loading in the background. */
  @Override
  public void close() {
    prefetching.close();
  }

  /** How many modules are ready now. */
  int size() {
    return (int) slots.values().stream().filter(Slot::isReady).count();
  }

  private long weightBytes() {
    return slots.values().stream().mapToLong(Slot::weightBytes).sum();
  }

  private ExecutableModule loaded(Digest digest, GuestRules rules) {
    Slot fresh = new Slot();
    Slot existing = slots.putIfAbsent(new Key(digest, rules.epoch()), fresh);
    return existing == null ? load(digest, rules, fresh) : await(existing);
  }

  private ExecutableModule load(Digest digest, GuestRules rules, Slot slot) {
    Key key = new Key(digest, rules.epoch());
    try {
      slot.module.complete(loading.load(digest, rules));
    } catch (RuntimeException | Error e) {
      slots.remove(key, slot);
      slot.module.completeExceptionally(e);
      throw e;
    }
    forgetOldest(key, slot);
    return slot.module.join();
  }

  private static ExecutableModule await(Slot slot) {
    try {
      return slot.module.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Called where a module was loaded, which is seldom. */
  private synchronized void forgetOldest(Key newest, Slot slot) {
    loaded++;
    slot.lastUsed = loaded;
    long weight = weightBytes();
    while (weight > weightBytesMax && size() > 1) {
      Map.Entry<Key, Slot> oldest = slots.entrySet().stream()
          .filter(entry -> entry.getValue().isReady() && !entry.getKey().equals(newest))
          .min(Comparator.comparingLong(entry -> entry.getValue().lastUsed))
          .orElseThrow();
      slots.remove(oldest.getKey());
      counts.forgotten();
      weight -= oldest.getValue().weightBytes();
    }
  }
}
