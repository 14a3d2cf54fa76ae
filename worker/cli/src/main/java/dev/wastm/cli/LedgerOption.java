package dev.wastm.cli;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.ledger.LedgerName;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.GenesisFile;
import dev.wastm.ledger.journal.Journal;
import picocli.CommandLine.Option;

/** {@code --ledger}, as most commands have it. */
final class LedgerOption {
  @Option(
      names = "--ledger",
      paramLabel = "NAME",
      required = true,
      description = "The ledger's name.")
  private String name = "";

  /** The name, whether or not there is such a ledger yet. */
  String name() {
    return require("--ledger", name);
  }

  /** A ledger's name that was given as {@code argument}. */
  static String require(String argument, String name) {
    try {
      return LedgerName.require(name);
    } catch (IllegalArgumentException e) {
      throw Failure.badUsage(argument + ": " + e.getMessage());
    }
  }

  /** The newest height of a ledger that must have one. */
  long requireStored(BlobStore store) throws CorruptRecordException {
    long newest = new Journal(store, name()).newestHeight();
    if (newest == 0) {
      requireMade(store);
      throw Failure.of("The ledger \"" + name() + "\" has no batch yet.");
    }
    return newest;
  }

  /** Makes sure that there is such a ledger, whether or not it has a batch. */
  void requireMade(BlobStore store) throws CorruptRecordException {
    if (new GenesisFile(store, name()).find().isEmpty()
        && new Journal(store, name()).newestHeight() == 0) {
      throw Failure.of(
          "There is no ledger \"" + name() + "\" in this blob store; its first batch makes it.");
    }
  }
}
