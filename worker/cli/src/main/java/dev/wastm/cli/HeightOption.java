package dev.wastm.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --height}, for what can be asked of any height that is stored. */
final class HeightOption {
  @Option(
      names = "--height",
      paramLabel = "H",
      description = "As of this height. Default: the newest.")
  private Optional<Long> height = Optional.empty();

  /** The height that is asked for, between a first and the newest one. */
  long require(String ledger, long first, long newest) {
    long at = height.orElse(newest);
    if (at < first || at > newest) {
      throw Failure.badUsage("--height: the ledger \"" + ledger + "\" has the heights " + first
          + " to " + newest + ".");
    }
    return at;
  }
}
