package dev.wastm.cli.ledger;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.cli.io.Failure;
import dev.wastm.cli.option.LedgerOption;
import dev.wastm.ledger.journal.CorruptRecordException;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --from} and {@code --to}: a range of a ledger's heights, both included. */
final class HeightRangeOption {
  @Option(
      names = "--from",
      paramLabel = "H",
      defaultValue = "1",
      description = "The first height. Default: 1.")
  private long from = 1;

  @Option(names = "--to", paramLabel = "H", description = "The last height. Default: the newest.")
  private Optional<Long> to = Optional.empty();

  record Heights(long from, long to) {
    long count() {
      return to - from + 1;
    }
  }

  /** The range that is asked for, which must be one of a ledger that has a batch. */
  Heights require(LedgerOption ledger, BlobStore store) throws CorruptRecordException {
    long newest = ledger.requireBatch(store);
    long last = to.orElse(newest);
    if (from < 1 || last < from || last > newest) {
      throw Failure.badUsage(
          "--from, --to: the ledger \"" + ledger.name() + "\" has the heights 1 to " + newest + "; "
              + from + " to " + last + " is not a range of them.");
    }
    return new Heights(from, last);
  }
}
