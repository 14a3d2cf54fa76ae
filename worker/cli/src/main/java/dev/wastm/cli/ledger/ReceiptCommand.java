package dev.wastm.cli.ledger;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.cli.io.Failure;
import dev.wastm.cli.option.LedgerOption;
import dev.wastm.cli.option.OutputOption;
import dev.wastm.ledger.batch.BatchOutcome;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.module.ModuleNames;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.proof.ProofFile;
import dev.wastm.ledger.proof.ReceiptProof;
import dev.wastm.ledger.report.ReceiptJson;
import dev.wastm.ledger.report.Sentences;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wastm ledger receipt}: one receipt, as it is shown or as it is proven. */
@Command(
    name = "receipt",
    description = "Prints one receipt, or a proof of it that wastm ledger verify-proof checks.",
    mixinStandardHelpOptions = true)
final class ReceiptCommand implements Callable<Integer> {
  @Mixin
  private LedgerOption ledger = new LedgerOption();

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
  private OutputOption output = new OutputOption();

  @Override
  public Integer call() throws CorruptRecordException {
    try (BlobStore store = ledger.openStore()) {
      long at = height.require(ledger, store, 1);
      BatchOutcome outcome = new Journal(store, ledger.name()).require(at);
      int count = outcome.transactions().size();
      if (index < 0 || index >= count) {
        throw Failure.badUsage("--index: the batch of height " + at + " has the transactions 0 to "
            + (count - 1) + ".");
      }
      String text = proof
          ? ProofFile.encode(ReceiptProof.of(outcome, index))
          : new ReceiptJson(Sentences.of(new ModuleNames(new ModuleStore(store))))
                  .line(
                      outcome.transactions().get(index).transaction(),
                      outcome.sealedReceipts().get(index).receipt())
              + "\n";
      output.write(text);
    }
    return 0;
  }
}
