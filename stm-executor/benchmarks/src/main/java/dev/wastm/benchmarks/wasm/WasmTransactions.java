package dev.wastm.benchmarks.wasm;

import dev.wastm.benchmarks.Figure;
import dev.wastm.benchmarks.Stopwatch;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.ledger.Ledger;
import dev.wastm.ledger.batch.Batch;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.batch.Status;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.execution.ExecutedBatch;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.hash.MerkleTree;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.state.State;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.stm.BlockResult;
import dev.wastm.stm.Outcome;
import dev.wastm.stm.SequentialExecutor;
import dev.wastm.stm.TransactionView;
import dev.wastm.wasm.Engine;
import dev.wastm.wasm.ExecutableModule;
import dev.wastm.wasm.GuestModule;
import dev.wastm.wasm.abi.CallBudget;
import dev.wastm.wasm.abi.GuestResult;
import dev.wastm.wasm.abi.GuestRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Batches of one workload end to end, from transactions to receipts and the new state root; and each stretch of that way alone. */
final class WasmTransactions {
  private static final double NS_PER_US = 1e3;
  private static final double NS_PER_S = 1e9;

  private final WasmWorkload workload;
  private final int accounts;
  private final int count;
  private final Stopwatch stopwatch;
  private final Consumer<Figure> out;
  private final String part;

  WasmTransactions(
      WasmWorkload workload, int accounts, int count, Stopwatch stopwatch, Consumer<Figure> out) {
    this.workload = workload;
    this.accounts = accounts;
    this.count = count;
    this.stopwatch = stopwatch;
    this.out = out;
    this.part = workload.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Execution alone comes first: behind it, the JVM has seen the host state of this benchmark beside the ledger's, and calls neither as
   * directly as a worker, which has one alone.
   *
   * @param threads the largest number of threads; one thread is measured in any case
   */
  void measure(int threads) throws Exception {
    ExecutionOptions one =
        new ExecutionOptions(ExecutionOptions.Scheduler.SEQUENTIAL, 1, Engine.COMPILED);
    try (BlobStore store = BlobStores.open("memory:");
        BatchExecution execution = BatchExecution.open(one, new ModuleStore(store))) {
      Ledger ledger = workload.open(store, execution, accounts);
      Batch batch = workload.calls(ledger, accounts, count);
      State prior = ledger.head().state();
      executionAlone(batch, prior);
      rest(ledger.execute(batch), prior);
    }
    endToEnd(one, "end to end, one thread");
    if (threads > 1) {
      ExecutionOptions many =
          new ExecutionOptions(ExecutionOptions.Scheduler.PARALLEL, threads, Engine.COMPILED);
      endToEnd(many, "end to end, " + threads + " threads");
    }
  }

  private void endToEnd(ExecutionOptions options, String name) throws Exception {
    try (BlobStore store = BlobStores.open("memory:");
        BatchExecution execution = BatchExecution.open(options, new ModuleStore(store))) {
      Ledger ledger = workload.open(store, execution, accounts);
      Batch batch = workload.calls(ledger, accounts, count);
      requireSuccess(ledger.execute(batch));
      double ns = stopwatch.ns(() -> ledger.execute(batch));
      out.accept(new Figure(part, name, count / (ns / NS_PER_S), "transactions/s"));
    }
  }

  private static void requireSuccess(ExecutedBatch executed) {
    for (Receipt receipt : executed.outcome().receipts()) {
      if (receipt.status() != Status.SUCCESS) {
        throw new IllegalStateException("A measured transaction failed: " + receipt.failure());
      }
    }
  }

  private void executionAlone(Batch batch, State prior) throws Exception {
    ExecutableModule module = ExecutableModule.prepare(
        GuestModule.of(workload.wasm(), GuestRules.epoch1()), Engine.COMPILED);
    List<dev.wastm.stm.TransactionBody<StateKey, byte[], GuestResult>> block = new ArrayList<>();
    for (Transaction.Sealed sealed : batch.transactions()) {
      block.add(new Alone(module, sealed.transaction()));
    }
    try (SequentialExecutor executor = new SequentialExecutor()) {
      BlockResult<StateKey, byte[], GuestResult> result = executor.execute(block, prior);
      result.outcomes().forEach(WasmTransactions::requireSuccess);
      double ns = stopwatch.ns(() -> executor.execute(block, prior));
      perTransaction("execution alone, state calls included, one thread", ns);
    }
  }

  private static void requireSuccess(Outcome<GuestResult> outcome) {
    if (!(outcome instanceof Outcome.Returned<GuestResult> returned
        && returned.value() instanceof GuestResult.Success)) {
      throw new IllegalStateException("A measured transaction failed: " + outcome);
    }
  }

  /** A transaction without looking up its actor, and without a receipt. */
  private static final class Alone
      implements dev.wastm.stm.TransactionBody<StateKey, byte[], GuestResult> {
    private final ExecutableModule module;
    private final byte[] actor;
    private final byte[] sender;
    private final byte[] method;
    private final byte[] args;
    private final long fuel;

    Alone(ExecutableModule module, Transaction transaction) {
      this.module = module;
      this.actor = transaction.actor().getBytes(StandardCharsets.UTF_8);
      this.sender = transaction.sender().getBytes(StandardCharsets.UTF_8);
      this.method = transaction.method().getBytes(StandardCharsets.UTF_8);
      this.args = transaction.args().toByteArray();
      this.fuel = transaction.fuelLimit();
    }

    @Override
    public GuestResult execute(TransactionView<StateKey, byte[]> view) {
      return module.execute(
          method,
          args,
          CallBudget.ofTransaction(fuel, GuestRules.epoch1().calls()),
          new ViewHost(view, actor, sender));
    }
  }

  private void rest(ExecutedBatch executed, State prior) throws Exception {
    double commitNs =
        stopwatch.ns(() -> prior.with(executed.outcome().changes()).root());
    perTransaction(
        "state commit and root, " + executed.outcome().changes().size() + " keys", commitNs);
    perTransaction("receipts, encoded and hashed, and their root", stopwatch.ns(() -> {
      MerkleTree.root(executed.outcome().receipts().stream()
          .map(receipt -> receipt.seal().leaf())
          .toList());
    }));
    perTransaction("journal, encoded and stored in memory", stopwatch.ns(() -> {
      try (BlobStore empty = BlobStores.open("memory:")) {
        new Journal(empty, "benchmark").append(executed);
      }
    }));
  }

  private void perTransaction(String name, double ns) {
    out.accept(new Figure(part, name, ns / NS_PER_US / count, "us/transaction"));
  }
}
