package dev.wastm.cli;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.ledger.report.ReceiptJson;
import dev.wastm.ledger.report.Sentences;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.journal.JournalRecord;
import dev.wastm.ledger.module.ModuleNames;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.proof.ProofFile;
import dev.wastm.ledger.proof.ReceiptProof;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wastm ledger receipt}: one receipt, as it is shown or as it is proven. */
@Command(
    name = "receipt",
    description = "Prints one receipt, or a proof of it that wastm ledger verify-proof checks.",
    mixinStandardHelpOptions = true)
final class LedgerReceiptCommand implements Callable<Integer> {
  @Mixin
  private LedgerOption ledger = new LedgerOption();

  @Mixin
  private StoreOption storeOption = new StoreOption();

  @Mixin
  private HeightOption height = new HeightOption();

  @Option(
      names = "--index",
      paramLabel = "I",
      required = true,
      description = "The transaction's place in its batch, from 0.")
  private int index;

  @Option(names = "--proof", description = "Print a proof of the transaction and its receipt.")
  private boolean proof;

  @Mixin
  private OutputFile outputFile = new OutputFile();

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws CorruptRecordException {
    try (BlobStore store = storeOption.open()) {
      long at = height.require(ledger.name(), 1, ledger.requireStored(store));
      JournalRecord record = new Journal(store, ledger.name()).require(at);
      int count = record.transactions().size();
      if (index < 0 || index >= count) {
        throw Failure.badUsage("--index: the batch of height " + at + " has the transactions 0 to "
            + (count - 1) + ".");
      }
      String text = proof
          ? ProofFile.encode(ReceiptProof.of(record, index))
          : new ReceiptJson(Sentences.of(new ModuleNames(new ModuleStore(store))))
                  .line(
                      record.transactions().get(index).transaction(),
                      record.receipts().get(index))
              + "\n";
      outputFile.write(text, spec.commandLine().getOut());
    }
    return 0;
  }
}
