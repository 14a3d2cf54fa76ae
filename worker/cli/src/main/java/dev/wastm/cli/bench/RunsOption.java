package dev.wastm.cli.bench;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code --runs}, of the benchmarks that time something several times. */
final class RunsOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "Timed runs, from 1. Default: ${DEFAULT-VALUE}.")
  private int runs;

  /** @param runs the command's default */
  RunsOption(int runs) {
    this.runs = runs;
  }

  /** How many there are to be, which must be possible. */
  int require() {
    Usage.require(spec, runs >= 1, "--runs: there must be at least 1, not " + runs + ".");
    return runs;
  }
}
