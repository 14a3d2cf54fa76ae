package dev.wastm.cli.batch;

import dev.wastm.ledger.batch.BatchOutcome;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.batch.Status;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.report.Sentences;
import dev.wastm.ledger.text.Names;
import java.io.PrintWriter;
import java.util.List;

/** Tells people which transactions of a batch did not succeed, and why. */
final class FailuresPrinter {
  /** Enough to see what is wrong, few enough to still see the summary. */
  private static final int SHOWN_MAX = 5;

  private FailuresPrinter() {}

  static void print(PrintWriter out, BatchOutcome outcome, Sentences sentences) {
    List<Receipt> failures = outcome.receipts().stream()
        .filter(receipt -> receipt.status() != Status.SUCCESS)
        .toList();
    for (Receipt receipt : failures.subList(0, Math.min(failures.size(), SHOWN_MAX))) {
      Transaction transaction = outcome.transactions().get(receipt.index()).transaction();
      out.println("  transaction " + receipt.index() + ", "
          + Names.shown(transaction.actor()) + "." + Names.shown(transaction.method()) + ": "
          + receipt.status() + ": "
          + receipt.failure().map(sentences::of).orElseThrow());
    }
    if (failures.size() > SHOWN_MAX) {
      out.println("  … and " + (failures.size() - SHOWN_MAX)
          + " more that did not succeed (--json shows all)");
    }
  }
}
