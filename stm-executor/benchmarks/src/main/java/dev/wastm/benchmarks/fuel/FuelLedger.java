package dev.wastm.benchmarks.fuel;

import com.google.protobuf.ByteString;
import dev.wastm.benchmarks.Guests;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.ledger.batch.Batch;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.batch.Status;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.execution.ExecutedBatch;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.journal.Genesis;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.module.ModuleRef;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.state.State;
import dev.wastm.ledger.state.StateChange;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.stm.Change;
import dev.wastm.wasm.Engine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Actors and a large state in memory, over which each batch is executed anew: sequentially, or on two threads. Confined to one thread; {@link
 * #close} ends the executing ones.
 */
final class FuelLedger implements AutoCloseable {
  static final String NAME = "fuel";

  /** The hash of the ledger's genesis. */
  static final Digest GENESIS = Genesis.ofNoLedgerYet(NAME).hash();

  static final int THREADS = 2;
  static final String OWNER = "alice";

  private static final long DEPLOYMENT_FUEL = 100_000_000;
  private static final Digest SEED = Sha256.of(new byte[0]);
  private static final int CHANGES_AT_A_TIME = 100_000;

  /** Of the kinds whose keys cost most where costs can be chosen; numbers from 0. */
  static final int SEQUENTIAL_KEYS = 1 << 16;

  static final int PREFIXED_KEYS = 1 << 14;
  static final int COLLIDING_KEYS = 1 << 16;
  static final int VICTIMS = 32;
  static final int LONGEST_KEYS = 64;
  static final int VALUE_BYTES_MAX = 64 * 1024;

  private final BlobStore store = BlobStores.open("memory:");
  private final ModuleStore modules = new ModuleStore(store);
  private final BatchExecution sequential = BatchExecution.open(
      new ExecutionOptions(ExecutionOptions.Scheduler.SEQUENTIAL, 1, Engine.COMPILED), modules);
  private final BatchExecution parallel = BatchExecution.open(
      new ExecutionOptions(ExecutionOptions.Scheduler.PARALLEL, THREADS, Engine.COMPILED), modules);
  private State state = State.EMPTY;

  private FuelLedger() {}

  /**
   * A ledger with a full state.
   *
   * @param keys how many random keys it has, from 10 000
   * @param patterns the names of those that will be measured: of the others, there may be no actor
   */
  static FuelLedger open(int keys, Set<String> patterns) throws Exception {
    FuelLedger ledger = new FuelLedger();
    Map<String, Digest> actors = new LinkedHashMap<>();
    for (Map.Entry<String, FuelLoop> loop : FuelLoops.all().entrySet()) {
      String name = loop.getKey();
      if (patterns.contains(name)) {
        Digest module =
            ledger.publish(name.toLowerCase(Locale.ROOT), loop.getValue().wasm());
        actors.put(FuelPatterns.actor(name), module);
      }
    }
    ledger.publish("parts", Guests.PARTS.wasm());
    actors.put(FuelPattern.ACTOR, ledger.publish("fuel", Guests.FUEL.wasm()));
    actors.put(FuelTransactions.BANK, ledger.publish("transfer", Guests.TRANSFER.wasm()));
    Digest counter = ledger.publish("counter", Guests.COUNTER.wasm());
    for (int i = 0; i < FuelTransactions.COUNTERS; i++) {
      actors.put(FuelTransactions.COUNTER + i, counter);
    }
    ledger.deploy(actors);
    ledger.fill(keys);
    return ledger;
  }

  private Digest publish(String name, byte[] wasm) throws Exception {
    return modules.publish(wasm, ModuleRef.parseTag(name + "@1.0.0"));
  }

  /** Makes an actor of a module for each id. */
  private void deploy(Map<String, Digest> actors) {
    List<Transaction.Sealed> transactions = new ArrayList<>();
    actors.forEach(
        (actor, module) -> transactions.add(deployment(actor, module, "").seal()));
    ExecutedBatch executed = sequential.execute(state, batch(transactions, 0));
    for (Receipt receipt : executed.outcome().receipts()) {
      if (receipt.status() != Status.SUCCESS) {
        throw new IllegalStateException("An actor could not be deployed: " + receipt.failure());
      }
    }
    state = executed.state();
  }

  /** @param init more members of the arguments, or nothing */
  static Transaction deployment(String actor, Digest module, String init) {
    return new Transaction(
        "system",
        "deploy",
        ByteString.copyFromUtf8(
            "{\"actor\":\"" + actor + "\",\"module\":\"" + module.hex() + "\"" + init + "}"),
        OWNER,
        DEPLOYMENT_FUEL);
  }

  /** Gives the measured actor keys, so many random ones and those of the kinds that are known, and the bank its accounts. */
  private void fill(int keys) {
    List<StateChange> changes = new ArrayList<>();
    add(changes, FuelKeys.RANDOM, 0, keys, Long.BYTES);
    add(changes, FuelKeys.SEQUENTIAL, 0, SEQUENTIAL_KEYS, Long.BYTES);
    add(changes, FuelKeys.PREFIXED, 0, PREFIXED_KEYS, Long.BYTES);
    add(changes, FuelKeys.COLLIDING, 0, COLLIDING_KEYS, Long.BYTES);
    for (int victim = 0; victim < VICTIMS; victim++) {
      add(changes, FuelKeys.STAIRCASE, victim << 12, FuelKeys.STEPS, Long.BYTES);
      add(changes, FuelKeys.STAIRCASE, (victim << 12) + FuelKeys.VICTIM, 1, Long.BYTES);
    }
    add(changes, FuelKeys.LONGEST, 0, LONGEST_KEYS, VALUE_BYTES_MAX);
    add(changes, FuelKeys.SAME, 0, 1, Long.BYTES);
    Change<byte[]> balance = new Change.Put<>(new byte[] {0, 0, 1, 0, 0, 0, 0, 0});
    for (int account = 0; account < FuelTransactions.ACCOUNTS; account++) {
      changes.add(new StateChange(FuelTransactions.balance(account), balance));
    }
    changes.sort(Comparator.comparing(StateChange::key));
    for (int from = 0; from < changes.size(); from += CHANGES_AT_A_TIME) {
      state = state.with(changes.subList(from, Math.min(changes.size(), from + CHANGES_AT_A_TIME)));
    }
  }

  private static void add(
      List<StateChange> changes, FuelKeys keys, int from, int count, int valueBytes) {
    byte[] actor = FuelPattern.ACTOR.getBytes(StandardCharsets.UTF_8);
    Change<byte[]> value = new Change.Put<>(new byte[valueBytes]);
    for (int i = 0; i < count; i++) {
      changes.add(new StateChange(StateKey.of(actor, keys.key(from + i)), value));
    }
  }

  /** What every batch is executed over. */
  State state() {
    return state;
  }

  /** A batch for the ledger's only height. */
  Batch batch(List<Transaction.Sealed> transactions, long timestampMs) {
    return Batch.of(NAME, GENESIS, 1, GENESIS, timestampMs, SEED, transactions);
  }

  ExecutedBatch sequential(Batch batch) throws Exception {
    return run(sequential, batch);
  }

  ExecutedBatch parallel(Batch batch) throws Exception {
    return run(parallel, batch);
  }

  /** All that a worker does with a batch but for storing it outside of memory. */
  private ExecutedBatch run(BatchExecution execution, Batch batch) throws Exception {
    ExecutedBatch executed = execution.execute(state, batch);
    try (BlobStore empty = BlobStores.open("memory:")) {
      new Journal(empty, NAME).append(executed);
    }
    return executed;
  }

  @Override
  public void close() {
    sequential.close();
    parallel.close();
    store.close();
  }
}
