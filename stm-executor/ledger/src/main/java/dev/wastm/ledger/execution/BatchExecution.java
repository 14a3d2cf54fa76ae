package dev.wastm.ledger.execution;

import dev.wastm.ledger.batch.Batch;
import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.batch.BatchOutcome;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.execution.system.LedgerEpoch;
import dev.wastm.ledger.execution.system.SignaturePolicy;
import dev.wastm.ledger.execution.trace.AccessTrace;
import dev.wastm.ledger.execution.trace.StateAccess;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.module.ModuleStatistics;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.module.Modules;
import dev.wastm.ledger.protocol.Protocol;
import dev.wastm.ledger.protocol.Protocols;
import dev.wastm.ledger.protocol.UnknownEpochException;
import dev.wastm.ledger.state.State;
import dev.wastm.ledger.state.StateChange;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.stm.BlockExecutor;
import dev.wastm.stm.BlockResult;
import dev.wastm.stm.BlockStm;
import dev.wastm.stm.Change;
import dev.wastm.stm.Outcome;
import dev.wastm.stm.SequentialExecutor;
import dev.wastm.wasm.Engine;
import dev.wastm.wasm.ExecutableModule;
import dev.wastm.wasm.abi.GuestRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes batches: the same batch over the same state gives the same receipts, changes and roots on every executor and engine.
 * Thread-safe where its executor is.
 */
public final class BatchExecution implements AutoCloseable {
  private static final Logger GUEST_LOG = LoggerFactory.getLogger("dev.wastm.guest");

  private final ExecutionOptions options;
  private final ModuleStore store;
  private final BlockExecutor executor;
  private final Modules modules;
  private final Protocols protocols;

  private BatchExecution(
      ExecutionOptions options, ModuleStore store, Protocols protocols, BlockExecutor executor) {
    this.protocols = protocols;
    this.options = options;
    this.store = store;
    this.executor = executor;
    this.modules = new Modules(store, options.engine());
  }

  /** Starts the threads that execute; {@link #close} ends them. */
  public static BatchExecution open(ExecutionOptions options, ModuleStore modules) {
    return open(options, modules, Protocols.known());
  }

  /** @param protocols the epochs whose ledgers may be executed */
  public static BatchExecution open(
      ExecutionOptions options, ModuleStore modules, Protocols protocols) {
    BlockExecutor executor = switch (options.scheduler()) {
      case PARALLEL -> BlockStm.builder().threads(options.threads()).build();
      case SEQUENTIAL -> new SequentialExecutor();
    };
    return new BatchExecution(options, modules, protocols, executor);
  }

  /** Another way to the same outcomes: one transaction after the other, on the other engine. The caller closes it. */
  public BatchExecution counterpart() {
    Engine other = options.engine() == Engine.COMPILED ? Engine.INTERPRETER : Engine.COMPILED;
    return open(
        new ExecutionOptions(ExecutionOptions.Scheduler.SEQUENTIAL, 1, other), store, protocols);
  }

  /** The protocols of the epochs that are known here. */
  public Protocols protocols() {
    return protocols;
  }

  /**
   * The protocol of a ledger's next batch.
   *
   * @throws UnknownEpochException where this worker is too old for the ledger
   */
  public Protocol protocol(String ledger, State prior, long height) {
    return protocols.of(ledger, LedgerEpoch.at(prior, height));
  }

  /** The engine's name, for people. */
  public String engineName() {
    return options.engine().name().toLowerCase(Locale.ROOT);
  }

  /** How the modules of all batches so far were found. */
  public ModuleStatistics moduleStatistics() {
    return modules.statistics();
  }

  /**
   * Makes sure that a module can be executed, and keeps it for that.
   *
   * @param rules of the epoch in which it is to be executed
   * @throws dev.wastm.blobstore.BlobStoreException where it cannot be fetched
   * @throws dev.wastm.ledger.module.DamagedModuleException where it is there, but is not what its name says or no valid guest
   */
  public void requireExecutable(Digest module, GuestRules rules) {
    ExecutableModule unused = modules.executable(module, rules);
  }

  @Override
  public void close() {
    executor.close();
    modules.close();
  }

  /**
   * Executes a batch, and stores nothing.
   *
   * @throws ExecutionFailedException where the infrastructure failed, such as a blob store that does not answer; the batch has no
   *     outcome then, and can be executed again
   * @throws UnknownEpochException where this worker is too old for the ledger
   */
  public ExecutedBatch execute(State prior, Batch batch) {
    Protocol protocol = protocol(batch.ledger(), prior, batch.height());
    return execute(prior, batch, protocol, Optional.empty());
  }

  /** Executes a batch as {@link #execute} does, but by the protocol of an epoch of the caller's choice. */
  public ExecutedBatch execute(State prior, Batch batch, int epoch) {
    return execute(prior, batch, protocols.of(batch.ledger(), epoch), Optional.empty());
  }

  /** Executes a batch as {@link #execute} does, and notes what its transactions ask of the state. */
  public Traced trace(State prior, Batch batch) {
    AccessTrace trace = new AccessTrace();
    Protocol protocol = protocol(batch.ledger(), prior, batch.height());
    ExecutedBatch executed = execute(prior, batch, protocol, Optional.of(trace));
    List<List<StateAccess>> accesses = new ArrayList<>();
    for (int i = 0; i < batch.transactions().size(); i++) {
      accesses.add(trace.of(i));
    }
    return new Traced(executed.outcome(), accesses);
  }

  /**
   * A batch and how it came about.
   *
   * @param accesses a transaction's accesses to the state, in order, for each transaction
   */
  public record Traced(BatchOutcome outcome, List<List<StateAccess>> accesses) {}

  private ExecutedBatch execute(
      State prior, Batch batch, Protocol protocol, Optional<AccessTrace> trace) {
    BatchContext context = new BatchContext(
        protocol,
        batch.genesis(),
        batch.height(),
        batch.timestampMs(),
        batch.seed(),
        SignaturePolicy.isRequired(prior),
        new LogRoom());
    modules.prefetch(() -> NamedModules.of(batch, prior), protocol.guest());
    List<LedgerTransaction> block = batch.transactions().stream()
        .map(transaction -> new LedgerTransaction(transaction, context, modules, trace))
        .toList();
    BlockResult<StateKey, byte[], TransactionOutcome> result =
        new FailFast(batch).execute(executor, block, prior);
    List<Receipt.Sealed> receipts = receipts(batch, result.outcomes());
    List<StateChange> changes = sorted(result.writes());
    State state = prior.with(changes);
    BatchHeader header = new BatchHeader(
        protocol.epoch(),
        batch.ledger(),
        batch.genesis(),
        batch.height(),
        batch.parentHash(),
        prior.root(),
        batch.transactionsRoot(),
        BatchOutcome.receiptsRoot(receipts),
        state.root(),
        batch.timestampMs(),
        batch.seed());
    BatchOutcome outcome = new BatchOutcome(batch, header.seal(), receipts, changes);
    return new ExecutedBatch(outcome, protocol, state, result.statistics());
  }

  private static List<Receipt.Sealed> receipts(
      Batch batch, List<Outcome<TransactionOutcome>> outcomes) {
    List<Receipt.Sealed> receipts = new ArrayList<>(outcomes.size());
    for (Outcome<TransactionOutcome> outcome : outcomes) {
      TransactionOutcome left = ((Outcome.Returned<TransactionOutcome>) outcome).value();
      writeLog(batch, left);
      receipts.add(left.receipt());
    }
    return Collections.unmodifiableList(receipts);
  }

  private static List<StateChange> sorted(Map<StateKey, Change<byte[]>> writes) {
    return writes.entrySet().stream()
        .filter(write -> write.getKey().isOfActor())
        .map(write -> new StateChange(write.getKey(), write.getValue()))
        .sorted(Comparator.comparing(StateChange::key))
        .toList();
  }

  private static void writeLog(Batch batch, TransactionOutcome left) {
    for (LogLine line : left.log()) {
      String where =
          batch.ledger() + "/" + batch.height() + "/" + left.receipt().receipt().index();
      switch (line.level()) {
        case 0 -> GUEST_LOG.debug("{}: {}", where, line.message());
        case 1 -> GUEST_LOG.info("{}: {}", where, line.message());
        case 2 -> GUEST_LOG.warn("{}: {}", where, line.message());
        default -> GUEST_LOG.error("{}: {}", where, line.message());
      }
    }
  }
}
