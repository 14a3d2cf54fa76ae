package dev.wastm.cli.option;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.cli.io.Failure;
import dev.wastm.ledger.LedgerName;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.GenesisFile;
import dev.wastm.ledger.journal.Journal;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code --ledger}, and the {@code --blob-store} that it is in. */
public final class LedgerOption {
  @Option(
      names = "--ledger",
      paramLabel = "NAME",
      required = true,
      description = "The ledger's name.")
  private String name = "";

  @Mixin
  private StoreOption store = new StoreOption();

  /** The name, whether or not there is such a ledger yet. */
  public String name() {
    return require("--ledger", name);
  }

  /** Opens the blob store that the ledger is in, or is to be in; the caller closes it. */
  public BlobStore openStore() {
    return store.open();
  }

  /** A ledger's name that was given as {@code argument}. */
  public static String require(String argument, String name) {
    try {
      return LedgerName.require(name);
    } catch (IllegalArgumentException e) {
      throw Failure.badUsage(argument + ": " + e.getMessage());
    }
  }

  /** The newest height of a ledger that must have one. */
  public long requireBatch(BlobStore store) throws CorruptRecordException {
    long newest = new Journal(store, name()).newestHeight();
    if (newest == 0) {
      requireMade(store);
      throw Failure.of("The ledger \"" + name() + "\" has no batch yet.");
    }
    return newest;
  }

  /** Makes sure that there is such a ledger, whether or not it has a batch. */
  public void requireMade(BlobStore store) throws CorruptRecordException {
    if (new GenesisFile(store, name()).find().isEmpty()
        && new Journal(store, name()).newestHeight() == 0) {
      throw Failure.of(
          "There is no ledger \"" + name() + "\" in this blob store; its first batch makes it.");
    }
  }
}
