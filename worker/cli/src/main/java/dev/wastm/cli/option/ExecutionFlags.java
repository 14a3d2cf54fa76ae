package dev.wastm.cli.option;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.cli.io.Failure;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.wasm.CompiledCode;
import dev.wastm.wasm.Engine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code --threads}, {@code --scheduler}, {@code --engine} and {@code --module-cache}: how to execute. No outcome depends on them. */
public final class ExecutionFlags {
  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many threads execute transactions, 1 to " + ExecutionOptions.THREADS_MAX
          + ". Default: one for each processor.")
  private int threads = ExecutionOptions.fastest().threads();

  @Option(
      names = "--scheduler",
      paramLabel = "NAME",
      description = "parallel (default) or sequential.")
  private ExecutionOptions.Scheduler scheduler = ExecutionOptions.Scheduler.PARALLEL;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description = "compiled (default) or interpreter.")
  private Engine engine = Engine.COMPILED;

  @Mixin
  private ModuleCacheOption moduleCache = new ModuleCacheOption();

  public CompiledCode compiledCode() {
    return moduleCache.open();
  }

  /** The modules in a store, whose compiled code is kept. */
  public ModuleStore modules(BlobStore store) {
    return new ModuleStore(store, compiledCode());
  }

  /** Starts the threads that execute; the caller closes it. */
  public BatchExecution open(BlobStore store) {
    return BatchExecution.open(options(), modules(store));
  }

  public ExecutionOptions options() {
    try {
      return new ExecutionOptions(scheduler, threads, engine);
    } catch (IllegalArgumentException e) {
      throw Failure.badUsage("--threads: " + e.getMessage());
    }
  }
}
