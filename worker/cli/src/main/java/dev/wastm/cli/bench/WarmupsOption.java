package dev.wastm.cli.bench;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code --warmups}, of the benchmarks that let the JVM compile first what they time. */
final class WarmupsOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--warmups",
      paramLabel = "N",
      description = "Runs before those that are timed. Default: ${DEFAULT-VALUE}.")
  private int warmups;

  /** @param warmups the command's default */
  WarmupsOption(int warmups) {
    this.warmups = warmups;
  }

  /** How many there are to be, which must be possible. */
  int require() {
    Usage.require(spec, warmups >= 0, "--warmups: it must not be negative, as " + warmups + " is.");
    return warmups;
  }
}
