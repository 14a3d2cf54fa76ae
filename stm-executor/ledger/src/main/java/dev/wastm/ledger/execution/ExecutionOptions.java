package dev.wastm.ledger.execution;

import dev.wastm.wasm.Engine;

/**
 * How batches are executed. No outcome depends on it.
 *
 * @param threads how many threads execute, from 1; a sequential scheduler uses one
 */
public record ExecutionOptions(Scheduler scheduler, int threads, Engine engine) {
  /** More threads than this only wait for each other. */
  public static final int THREADS_MAX = 256;

  /** In which order transactions run. */
  public enum Scheduler {
    /** Optimistically side by side, through Block-STM. */
    PARALLEL,
    /** One after the other. */
    SEQUENTIAL
  }

  public ExecutionOptions {
    if (threads < 1 || threads > THREADS_MAX) {
      throw new IllegalArgumentException(
          "The number of threads is " + threads + "; it must be 1 to " + THREADS_MAX + ".");
    }
  }

  /** Parallel on all of the machine's processors, compiled. */
  public static ExecutionOptions fastest() {
    int processors = Math.min(Runtime.getRuntime().availableProcessors(), THREADS_MAX);
    return new ExecutionOptions(Scheduler.PARALLEL, processors, Engine.COMPILED);
  }

  /** Sequential and interpreted: the other way to the same outcome, for checking. */
  public static ExecutionOptions simplest() {
    return new ExecutionOptions(Scheduler.SEQUENTIAL, 1, Engine.INTERPRETER);
  }
}
