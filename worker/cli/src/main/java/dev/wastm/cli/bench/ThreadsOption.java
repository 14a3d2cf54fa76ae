package dev.wastm.cli.bench;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code --threads}, of the benchmarks that run on several. */
final class ThreadsOption {
  private static final int THREADS_MAX = 256;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--threads",
      paramLabel = "T",
      description = "Threads, from 1. Default: the number of processors.")
  private int threads = Runtime.getRuntime().availableProcessors();

  /** How many there are to be, which must be possible. */
  int require() {
    Usage.require(
        spec,
        threads >= 1 && threads <= THREADS_MAX,
        "--threads: it must be 1 to " + THREADS_MAX + ", not " + threads + ".");
    return threads;
  }
}
