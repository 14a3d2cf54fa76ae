package dev.wastm.ledger.module;

import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.wasm.ModulePlaces;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The names and lines of modules in a store, for telling people where guests trapped; a module that cannot be fetched has numbers alone. Keeps the
 * last few. Thread-safe.
 */
public final class ModuleNames implements Function<Digest, ModulePlaces> {
  /** Names and source maps take up to some hundred kilobytes a module. */
  private static final int KEPT_MAX = 16;

  private final ModuleStore modules;

  /** Guarded by itself. */
  private final Map<Digest, ModulePlaces> kept = new LinkedHashMap<>(KEPT_MAX, 0.75f, true);

  public ModuleNames(ModuleStore modules) {
    this.modules = modules;
  }

  @Override
  public ModulePlaces apply(Digest module) {
    synchronized (kept) {
      ModulePlaces known = kept.get(module);
      if (known == null) {
        known = read(module);
        kept.put(module, known);
        if (kept.size() > KEPT_MAX) {
          kept.remove(kept.keySet().iterator().next());
        }
      }
      return known;
    }
  }

  private ModulePlaces read(Digest module) {
    try {
      return ModulePlaces.of(modules.fetch(module));
    } catch (BlobStoreException e) {
      return ModulePlaces.nameless();
    }
  }
}
