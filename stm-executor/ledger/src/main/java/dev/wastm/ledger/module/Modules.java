package dev.wastm.ledger.module;

import dev.wastm.ledger.hash.Digest;
import dev.wastm.wasm.Engine;
import dev.wastm.wasm.ExecutableModule;
import dev.wastm.wasm.GuestModule;
import dev.wastm.wasm.InvalidModuleException;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Modules ready to run on one engine, fetched and compiled when first asked for, and forgotten when they have become too heavy together.
 * Thread-safe: however many threads ask for one module at once, it is compiled once, and a failure is not remembered. Whoever executes a
 * module that is forgotten meanwhile keeps it until done.
 */
public final class Modules {
  /** Some hundred actors' modules fit into a quarter of a usual heap. */
  private static final int HEAP_PART = 4;

  private final ModuleStore store;
  private final Engine engine;
  private final long weightBytesMax;
  private final ConcurrentHashMap<Digest, Ready> ready = new ConcurrentHashMap<>();

  /** The number of modules prepared so far: the time by which the use of modules is told. */
  private volatile long prepared;

  private static final class Ready {
    private final ExecutableModule module;

    /** Raced over by all executing threads: a lost update makes a module look older than it is by one preparation. */
    private volatile long lastUsed;

    Ready(ExecutableModule module) {
      this.module = module;
    }
  }

  public Modules(ModuleStore store, Engine engine) {
    this(store, engine, Runtime.getRuntime().maxMemory() / HEAP_PART);
  }

  Modules(ModuleStore store, Engine engine, long weightBytesMax) {
    this.store = store;
    this.engine = engine;
    this.weightBytesMax = weightBytesMax;
  }

  /** @throws dev.wastm.blobstore.BlobStoreException where the module cannot be fetched */
  public ExecutableModule executable(Digest digest) {
    Ready found = ready.get(digest);
    Ready used = found != null ? found : prepareOnce(digest);
    long now = prepared;
    if (used.lastUsed != now) {
      used.lastUsed = now;
    }
    return used.module;
  }

  /** How many modules are ready now. */
  int size() {
    return ready.size();
  }

  private Ready prepareOnce(Digest digest) {
    Ready fresh = ready.computeIfAbsent(digest, this::prepare);
    forgetOldest(digest);
    return fresh;
  }

  private Ready prepare(Digest digest) {
    try {
      return new Ready(ExecutableModule.prepare(
          GuestModule.of(store.fetch(digest)), engine, store.compiledCode()));
    } catch (InvalidModuleException e) {
      throw new IllegalStateException(
          "The stored module " + digest.hex() + " is not a valid guest for this worker: "
              + e.getMessage(),
          e);
    }
  }

  /** Called where a module was prepared, which is seldom. */
  private synchronized void forgetOldest(Digest newest) {
    prepared++;
    long weight =
        ready.values().stream().mapToLong(each -> each.module.weightBytes()).sum();
    while (weight > weightBytesMax && ready.size() > 1) {
      Map.Entry<Digest, Ready> oldest = ready.entrySet().stream()
          .filter(entry -> !entry.getKey().equals(newest))
          .min(Comparator.comparingLong(entry -> entry.getValue().lastUsed))
          .orElseThrow();
      ready.remove(oldest.getKey());
      weight -= oldest.getValue().module.weightBytes();
    }
  }
}
