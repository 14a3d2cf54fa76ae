package dev.wastm.cli;

import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.wasm.Engine;
import picocli.CommandLine.Option;

/** {@code --threads}, {@code --scheduler} and {@code --engine}: how to execute. No outcome depends on them. */
final class ExecutionFlags {
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

  ExecutionOptions options() {
    try {
      return new ExecutionOptions(scheduler, threads, engine);
    } catch (IllegalArgumentException e) {
      throw Failure.badUsage("--threads: " + e.getMessage());
    }
  }
}
