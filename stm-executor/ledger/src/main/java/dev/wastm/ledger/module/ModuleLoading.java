package dev.wastm.ledger.module;

import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.wasm.CompiledCode;
import dev.wastm.wasm.Engine;
import dev.wastm.wasm.ExecutableModule;
import dev.wastm.wasm.GuestModule;
import dev.wastm.wasm.abi.GuestRules;
import dev.wastm.wasm.validation.InvalidModuleException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a module comes into memory: from its compiled code, the warm tier, or else from the blob store, the cold one. Thread-safe. */
final class ModuleLoading {
  private static final Logger LOG = LoggerFactory.getLogger(ModuleLoading.class);

  private final ModuleStore store;
  private final Engine engine;
  private final ModuleCounts counts;

  ModuleLoading(ModuleStore store, Engine engine, ModuleCounts counts) {
    this.store = store;
    this.engine = engine;
    this.counts = counts;
  }

  /**
   * @throws BlobStoreException where the module cannot be fetched
   * @throws DamagedModuleException where it is there, but is not what its name says or no valid guest
   */
  ExecutableModule load(Digest digest, GuestRules rules) {
    Optional<ExecutableModule> warm =
        engine == Engine.COMPILED ? warm(digest, rules) : Optional.empty();
    return warm.orElseGet(() -> cold(digest, rules));
  }

  private Optional<ExecutableModule> warm(Digest digest, GuestRules rules) {
    CompiledCode code = store.compiledCode();
    long startNs = System.nanoTime();
    Optional<ExecutableModule> found = code.find(digest.toByteArray(), rules);
    if (found.isPresent()) {
      long tookNs = System.nanoTime() - startNs;
      counts.warmHit(tookNs);
      LOG.debug("Module {} was compiled before; loaded in {} ms.", digest, ms(tookNs));
    } else {
      counts.warmMiss();
    }
    return found;
  }

  private ExecutableModule cold(Digest digest, GuestRules rules) {
    long startNs = System.nanoTime();
    try {
      byte[] wasm = store.fetch(digest);
      long fetchedNs = System.nanoTime();
      ExecutableModule module = prepare(GuestModule.of(wasm, rules));
      long endNs = System.nanoTime();
      counts.coldHit(endNs - startNs, endNs - fetchedNs);
      LOG.debug(
          "Module {} was fetched in {} ms and made ready in {} ms.",
          digest,
          ms(fetchedNs - startNs),
          ms(endNs - fetchedNs));
      return module;
    } catch (InvalidModuleException e) {
      counts.coldMiss();
      throw new DamagedModuleException(
          "The stored module " + digest.hex() + " is not a valid guest: " + e.getMessage()
              + " Deploy or upgrade to another one.",
          e);
    } catch (RuntimeException e) {
      counts.coldMiss();
      throw isDamage(e) ? new DamagedModuleException(String.valueOf(e.getMessage()), e) : e;
    }
  }

  private static boolean isDamage(RuntimeException e) {
    return e instanceof BlobStoreException failure
        && failure.kind() == BlobStoreException.Kind.CORRUPT
        && !failure.retryable();
  }

  private ExecutableModule prepare(GuestModule module) {
    return switch (engine) {
      case COMPILED -> store.compiledCode().compile(module);
      case INTERPRETER -> ExecutableModule.prepare(module, engine);
    };
  }

  private static long ms(long ns) {
    return TimeUnit.NANOSECONDS.toMillis(ns);
  }
}
