package dev.wastm.cli.ledger;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.cli.io.Failure;
import dev.wastm.cli.option.LedgerOption;
import dev.wastm.ledger.journal.CorruptRecordException;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --height}, for what can be asked of any height that is stored. */
final class HeightOption {
  @Option(
      names = "--height",
      paramLabel = "H",
      description = "As of this height. Default: the newest.")
  private Optional<Long> height = Optional.empty();

  /** The height that is asked for, which must be one of a ledger that has a batch, from a first one on. */
  long require(LedgerOption ledger, BlobStore store, long first) throws CorruptRecordException {
    long newest = ledger.requireBatch(store);
    long at = height.orElse(newest);
    require("--height", ledger.name(), at, first, newest);
    return at;
  }

  /** Refuses a height, given as {@code argument}, that is not between a first and the newest one. */
  static void require(String argument, String ledger, long height, long first, long newest) {
    if (height < first || height > newest) {
      throw Failure.badUsage(argument + ": the ledger \"" + ledger + "\" has the heights " + first
          + " to " + newest + ".");
    }
  }
}
