package dev.wastm.plugin;

import dev.wastm.activities.impl.BatchActivitiesImpl;
import dev.wastm.activities.impl.Heartbeat;
import dev.wastm.activities.impl.HostedLedgers;
import dev.wastm.activities.impl.LedgerActivitiesImpl;
import dev.wastm.activities.impl.Rehearsal;
import dev.wastm.activities.impl.VerificationActivitiesImpl;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.key.SigningKey;
import dev.wastm.ledger.module.CompiledCodeDirectory;
import dev.wastm.ledger.module.ModuleStatistics;
import dev.wastm.wasm.CompiledCode;
import dev.wastm.workflows.LedgerClient;
import dev.wastm.workflows.LedgerWorkflowImpl;
import dev.wastm.workflows.VerificationWorkflowImpl;
import io.temporal.common.SimplePlugin;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a Temporal worker factory a WASTM host: one worker for the shared task queue (workflows, leases, replay verification), and one for a
 * task queue of the host's own (batches of the ledgers it holds). Add it to the factory's options, then start the factory; workers of
 * the application's own are left alone. Use one plugin for one factory, and close it when the factory has terminated. Thread-safe.
 */
public final class WastmPlugin extends SimplePlugin implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WastmPlugin.class);
  private static final String NAME = "dev.wastm.plugin";

  private final BlobStore store;
  private final ExecutionOptions execution;
  private final String taskQueue;
  private final CompiledCode compiledCode;
  private final HostedLedgers ledgers;
  private final Heartbeat heartbeat;

  private WastmPlugin(Builder builder) {
    super(NAME);
    this.store = builder.store;
    this.execution = builder.execution;
    this.taskQueue = builder.taskQueue;
    this.compiledCode = builder.compiledCode;
    this.heartbeat = new Heartbeat(builder.onExhaustion);
    this.ledgers = new HostedLedgers(store, execution, builder.signer, compiledCode);
  }

  /** @param store where modules, journals and checkpoints are; stays open when the factory is shut down */
  public static Builder newBuilder(BlobStore store) {
    return new Builder(store);
  }

  /** The workers are made here because registrations must precede the first poll, and the host's queue is not the application's. */
  @Override
  public void startWorkerFactory(WorkerFactory factory, Consumer<WorkerFactory> next) {
    Rehearsal.start();
    String hostQueue = taskQueue + "-host-" + UUID.randomUUID();
    Worker shared = factory.newWorker(taskQueue);
    shared.registerWorkflowImplementationTypes(
        LedgerWorkflowImpl.class, VerificationWorkflowImpl.class);
    shared.registerActivitiesImplementations(
        new LedgerActivitiesImpl(ledgers, heartbeat, hostQueue),
        new VerificationActivitiesImpl(store, heartbeat, execution.threads(), compiledCode));
    Worker own = factory.newWorker(hostQueue);
    own.registerActivitiesImplementations(new BatchActivitiesImpl(ledgers, heartbeat));
    super.startWorkerFactory(factory, next);
  }

  /** How the modules of all batches so far were found: in memory, compiled on disk, or in the blob store. */
  public ModuleStatistics moduleStatistics() {
    return ledgers.moduleStatistics();
  }

  /** Ends the threads that execute batches; the blob store stays open. */
  @Override
  public void close() {
    ledgers.close();
  }

  /** What a plugin may be told; everything but the blob store has a default. */
  public static final class Builder {
    private final BlobStore store;
    private ExecutionOptions execution = ExecutionOptions.fastest();
    private String taskQueue = LedgerClient.TASK_QUEUE_DEFAULT;
    private Optional<SigningKey> signer = Optional.empty();
    private CompiledCode compiledCode = CompiledCode.none();
    private Consumer<VirtualMachineError> onExhaustion = error -> LOG.error(
        "The JVM ran out of memory under a batch ({}): WASTM executes nothing in it any more; restart the process.",
        error.toString());

    private Builder(BlobStore store) {
      this.store = store;
    }

    /** How batches are executed; {@link ExecutionOptions#fastest} unless said. */
    public Builder setExecution(ExecutionOptions options) {
      this.execution = options;
      return this;
    }

    /** The task queue that all WASTM workers share; {@link LedgerClient#TASK_QUEUE_DEFAULT} unless said. */
    public Builder setTaskQueue(String name) {
      this.taskQueue = name;
      return this;
    }

    /** Sign the header of each batch with a key; no header is signed unless said. */
    public Builder setSigner(SigningKey key) {
      this.signer = Optional.of(key);
      return this;
    }

    /**
     * A directory of this machine that keeps compiled modules for the next start; none unless said. Several workers may share it, and
     * nobody but their user may write into it.
     *
     * @throws IOException where it cannot be used, with a sentence that says why
     */
    public Builder setModuleCache(Path directory) throws IOException {
      return setCompiledCode(CompiledCodeDirectory.open(directory));
    }

    /** Keeps compiled modules elsewhere than in a directory. */
    public Builder setCompiledCode(CompiledCode code) {
      this.compiledCode = code;
      return this;
    }

    /**
     * What to do when the JVM ran out of memory under a batch, or failed in another way that it cannot go on after; told once, on the thread that
     * met the error. Unless said, it is logged. In any case WASTM sends no heartbeat any more and answers every activity with a failure, so that other workers take over;
     * a host that does nothing else had better end the process: {@code Runtime.halt}, since hooks may wait for what is lost.
     */
    public Builder setExhaustionHandler(Consumer<VirtualMachineError> handler) {
      this.onExhaustion = handler;
      return this;
    }

    public WastmPlugin build() {
      return new WastmPlugin(this);
    }
  }
}
