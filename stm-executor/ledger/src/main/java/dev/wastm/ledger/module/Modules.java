package dev.wastm.ledger.module;

import dev.wastm.ledger.hash.Digest;
import dev.wastm.wasm.Engine;
import dev.wastm.wasm.ExecutableModule;
import dev.wastm.wasm.GuestModule;
import dev.wastm.wasm.InvalidModuleException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Modules ready to run on one engine, fetched and compiled when first asked for. Thread-safe: however many threads ask for one module at
 * once, it is compiled once, and a failure is not remembered.
 */
public final class Modules {
  private final ModuleStore store;
  private final Engine engine;
  private final ConcurrentHashMap<Digest, ExecutableModule> ready = new ConcurrentHashMap<>();

  public Modules(ModuleStore store, Engine engine) {
    this.store = store;
    this.engine = engine;
  }

  /** @throws dev.wastm.blobstore.BlobStoreException where the module cannot be fetched */
  public ExecutableModule executable(Digest digest) {
    ExecutableModule module = ready.get(digest);
    return module != null ? module : ready.computeIfAbsent(digest, this::prepare);
  }

  private ExecutableModule prepare(Digest digest) {
    try {
      return ExecutableModule.prepare(GuestModule.of(store.fetch(digest)), engine);
    } catch (InvalidModuleException e) {
      throw new IllegalStateException(
          "The stored module " + digest.hex() + " is not a valid guest for this worker: "
              + e.getMessage(),
          e);
    }
  }
}
