package dev.wastm.activities.impl;

import dev.wastm.activities.BadRequestException;
import dev.wastm.activities.LedgerPosition;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.ledger.Ledger;
import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.ForkException;
import dev.wastm.ledger.journal.LedgerSignatures;
import dev.wastm.ledger.journal.NotAdmittedException;
import dev.wastm.ledger.key.SigningKey;
import dev.wastm.ledger.module.ModuleNames;
import dev.wastm.ledger.module.ModuleStatistics;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.report.Sentences;
import dev.wastm.wasm.CompiledCode;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledgers that a worker holds in memory, over one blob store and one set of executing threads. Thread-safe. Close it when no activity
 * uses it any more; the blob store stays open.
 */
public final class HostedLedgers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HostedLedgers.class);

  private final BlobStore store;
  private final BatchExecution execution;
  private final Sentences sentences;
  private final Optional<SigningKey> signer;
  private final ConcurrentHashMap<String, Ledger> loaded = new ConcurrentHashMap<>();

  /**
   * @param signer the worker's own key; empty where it signs nothing
   * @param code where compiled modules are kept between runs of the worker
   */
  public HostedLedgers(
      BlobStore store, ExecutionOptions options, Optional<SigningKey> signer, CompiledCode code) {
    this.store = store;
    this.signer = signer;
    ModuleStore modules = new ModuleStore(store, code);
    this.execution = BatchExecution.open(options, modules);
    this.sentences = Sentences.of(new ModuleNames(modules));
  }

  /** How the modules of all batches so far were found. */
  public ModuleStatistics moduleStatistics() {
    return execution.moduleStatistics();
  }

  BlobStore store() {
    return store;
  }

  /** What callers are told of failures. */
  Sentences sentences() {
    return sentences;
  }

  /**
   * A ledger, loaded where it is not in memory yet, and in any case followed to its journal's end. Where there is none it is made, with a
   * genesis that the worker's key signs, unless somebody knows of one.
   *
   * @param position where it stood when it was last heard of
   * @throws ForkException where the store has another history of it
   * @throws CorruptRecordException where a stored batch is damaged
   * @throws NotAdmittedException where the worker has a key that has not signed the ledger's genesis
   * @throws BadRequestException where the name is none
   */
  Ledger load(String name, Optional<LedgerPosition> position)
      throws CorruptRecordException, ForkException, NotAdmittedException {
    Ledger known = loaded.get(name);
    Ledger ledger =
        known == null ? Ledger.open(LedgerNames.require(name), store, execution) : known;
    if (position.isPresent()) {
      ledger.requireReaches(position.get().height(), Digest.ofHex(position.get().headerHash()));
    }
    ledger.establish(signer);
    Ledger winner = loaded.putIfAbsent(name, ledger);
    return winner == null ? ledger : winner;
  }

  /** A ledger as this worker last saw it, loaded where it is not in memory yet. */
  Ledger held(String name) throws CorruptRecordException, ForkException, NotAdmittedException {
    Ledger known = loaded.get(name);
    return known != null ? known : load(name, Optional.empty());
  }

  /** Signs the header of a batch that this worker answers for, before it does; signing it again changes nothing. */
  void sign(String name, BatchHeader.Sealed header) {
    signer.flatMap(key -> new LedgerSignatures(store, name).sign(header, key)).ifPresent(LOG::warn);
  }

  @Override
  public void close() {
    execution.close();
  }
}
