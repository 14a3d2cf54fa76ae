package dev.wastm.ledger.attack;

import com.google.protobuf.ByteString;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.ledger.Fixture;
import dev.wastm.ledger.batch.Batch;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.batch.Status;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.execution.ExecutedBatch;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.execution.ExecutionOptions.Scheduler;
import dev.wastm.ledger.execution.HostileActor;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.journal.GenesisFile;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.module.ModuleRef;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.protocol.Protocol;
import dev.wastm.ledger.state.State;
import dev.wastm.ledger.state.StateChange;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.stm.Change;
import dev.wastm.wasm.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Honest actors and hostile ones on one ledger, and every way to execute its batches. Confined to one thread. */
final class AttackLedger implements AutoCloseable {
  static final String NAME = "attacked";

  /** The actor of {@code fuel.wat}. */
  static final String STEPS = "steps";

  static final String HOSTILE = "hostile";
  static final String KEYS = "keys";

  private static final Path STEPS_WASM =
      Path.of("../benchmarks/src/main/resources/dev/wastm/benchmarks/fuel.wasm");
  private static final Path TRANSFER_WASM =
      Path.of("../../assemblyscript-examples/examples/transfer/transfer.wasm");
  private static final int THREADS = 2;
  private static final int ACCOUNTS = 20_000;
  private static final int COUNTERS = 200;
  private static final long DEPLOYMENT_FUEL = 10_000_000;
  private static final long HONEST_FUEL = 1_000_000;

  /** A few bytes more of a limit as it is encoded. */
  private static final long FUEL_OF_A_LIMIT = 100;

  /** A scheduler with an engine. */
  enum Way {
    SEQUENTIAL(Scheduler.SEQUENTIAL, Engine.COMPILED),
    PARALLEL(Scheduler.PARALLEL, Engine.COMPILED),
    SEQUENTIAL_INTERPRETED(Scheduler.SEQUENTIAL, Engine.INTERPRETER),
    PARALLEL_INTERPRETED(Scheduler.PARALLEL, Engine.INTERPRETER);

    private final Scheduler scheduler;
    private final Engine engine;

    Way(Scheduler scheduler, Engine engine) {
      this.scheduler = scheduler;
      this.engine = engine;
    }
  }

  private final BlobStore store = BlobStores.open("memory:");
  private final ModuleStore modules = new ModuleStore(store);
  private final Map<Way, BatchExecution> executions = new EnumMap<>(Way.class);
  private State state = State.EMPTY;

  /** The attack whose state was asked for last, and that state. */
  private @Nullable Attack prepared;

  private State preparedState = State.EMPTY;

  /** The limit of that attack's transactions that ask for the least; 0 until it is known. */
  private long leastFuel;

  private AttackLedger() {
    for (Way way : Way.values()) {
      executions.put(
          way,
          BatchExecution.open(new ExecutionOptions(way.scheduler, THREADS, way.engine), modules));
    }
  }

  static AttackLedger open() throws Exception {
    AttackLedger ledger = new AttackLedger();
    List<Transaction> deployments = new ArrayList<>();
    deployments.add(ledger.deployment(STEPS, Files.readAllBytes(STEPS_WASM)));
    deployments.add(ledger.deployment(HOSTILE, HostileActor.WASM));
    deployments.add(ledger.deployment(KEYS, HostileActor.wasm("keys.wasm")));
    deployments.add(ledger.deployment("bank", Files.readAllBytes(TRANSFER_WASM)));
    for (int i = 0; i < COUNTERS; i++) {
      deployments.add(ledger.deployment("counter-" + i, Fixture.counter()));
    }
    ledger.state = ledger.succeed(State.EMPTY, deployments);
    Change<byte[]> balance = new Change.Put<>(new byte[] {0, 0, 1, 0, 0, 0, 0, 0});
    List<StateChange> balances = new ArrayList<>();
    for (int i = 0; i < ACCOUNTS; i++) {
      balances.add(new StateChange(StateKey.of("bank", "balance/a" + i), balance));
    }
    balances.sort(Comparator.comparing(StateChange::key));
    ledger.state = ledger.state.with(balances);
    return ledger;
  }

  private Transaction deployment(String actor, byte[] module) throws Exception {
    Digest digest = modules.publish(module, ModuleRef.parseTag(actor + "@1"));
    String args = "{\"actor\":\"" + actor + "\",\"module\":\"" + digest.hex() + "\"}";
    return new Transaction(
        "system", "deploy", ByteString.copyFromUtf8(args), "owner", DEPLOYMENT_FUEL);
  }

  /** The state after some transactions, which succeed. */
  private State succeed(State prior, List<Transaction> transactions) throws Exception {
    ExecutedBatch executed = execute(Way.SEQUENTIAL, prior, seal(transactions));
    for (Receipt receipt : executed.outcome().receipts()) {
      if (receipt.status() != Status.SUCCESS) {
        throw new AssertionError("What an attack needs failed: " + Fixture.error(receipt));
      }
    }
    return executed.state();
  }

  private static List<Transaction.Sealed> seal(List<Transaction> transactions) {
    return transactions.stream().map(Transaction::seal).toList();
  }

  /** The state that an attack is executed over. */
  State before(Attack attack) throws Exception {
    if (!attack.equals(prepared)) {
      forget();
      preparedState = attack.before().isEmpty() ? state : succeed(state, attack.before());
      prepared = attack;
    }
    return preparedState;
  }

  /** The state that no attack has touched. */
  State state() {
    return state;
  }

  /** Keeps no state of an attack. */
  void forget() {
    prepared = null;
    preparedState = state;
    leastFuel = 0;
  }

  /** All that a worker does with a batch but for storing it outside of memory. */
  ExecutedBatch execute(Way way, State prior, List<Transaction.Sealed> transactions)
      throws Exception {
    Batch batch = Fixture.batch(NAME, 1, Optional.empty(), transactions);
    ExecutedBatch executed = executions.get(way).execute(prior, batch);
    try (BlobStore empty = BlobStores.open("memory:")) {
      boolean unused = new GenesisFile(empty, NAME).put(Fixture.genesis(NAME));
      new Journal(empty, NAME).append(executed);
    }
    return executed;
  }

  /** Of ten transactions, six payments between any two accounts of a bank, and four counters. */
  List<Transaction.Sealed> honest(int count) {
    List<Transaction> transactions = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int from = i * 7_919 % ACCOUNTS;
      int to = (from + 1 + i * 31 % (ACCOUNTS - 1)) % ACCOUNTS;
      transactions.add(
          i % 10 < 6
              ? honest("bank", "transfer", "{\"to\":\"a" + to + "\",\"amount\":1}", "a" + from)
              : honest("counter-" + i % COUNTERS, "increment", "{\"by\":5}", "bob"));
    }
    return seal(transactions);
  }

  private static Transaction honest(String actor, String method, String args, String sender) {
    return new Transaction(actor, method, ByteString.copyFromUtf8(args), sender, HONEST_FUEL);
  }

  /** Some transactions of an attack, with their limits. */
  List<Transaction.Sealed> attacks(Attack attack, int count, int round) throws Exception {
    State prior = before(attack);
    List<Transaction> transactions = attack.batch(count, round);
    boolean isLeast = transactions.get(0).fuelLimit() == Attack.LEAST;
    if (isLeast && leastFuel == 0) {
      Transaction last = attack.maker().transaction(attack.transactions() - 1, round);
      leastFuel = Math.max(least(prior, transactions.get(0)), least(prior, last));
    }
    long limit = leastFuel;
    return transactions.stream()
        .map(transaction -> (isLeast ? limited(transaction, limit) : transaction).seal())
        .toList();
  }

  private static Transaction limited(Transaction of, long fuel) {
    return new Transaction(
        of.actor(), of.method(), of.args(), of.sender(), fuel, of.authorization());
  }

  /** The least limit with which a transaction alone is not out of fuel. */
  private long least(State prior, Transaction transaction) throws Exception {
    long enough = Protocol.epoch1().transaction().fuelMax();
    Receipt rich = alone(prior, limited(transaction, enough));
    if (rich.status() == Status.SUCCESS || rich.status() == Status.REVERTED) {
      return rich.fuelUsed() + FUEL_OF_A_LIMIT + Protocol.epoch1().transaction().trapFuel();
    }
    long tooLittle = 0;
    while (enough - tooLittle > FUEL_OF_A_LIMIT) {
      long middle = (tooLittle + enough) / 2;
      if (alone(prior, limited(transaction, middle)).status() == Status.OUT_OF_FUEL) {
        tooLittle = middle;
      } else {
        enough = middle;
      }
    }
    return enough;
  }

  private Receipt alone(State prior, Transaction transaction) throws Exception {
    return execute(Way.SEQUENTIAL, prior, List.of(transaction.seal()))
        .outcome()
        .receipts()
        .get(0);
  }

  @Override
  public void close() {
    executions.values().forEach(BatchExecution::close);
    store.close();
  }
}
