package dev.wastm.cli;

import dev.wastm.activities.BatchSummary;
import java.io.PrintWriter;
import java.util.Locale;

/** Shows a batch as its worker summed it up. */
final class SummaryPrinter {
  private SummaryPrinter() {}

  static void print(PrintWriter out, BatchSummary summary) {
    double seconds = summary.executionMs() / 1e3;
    out.printf(
        Locale.ROOT,
        "Ledger %s, height %d: %d transactions in %.3f s (%,.0f a second)%n",
        summary.ledger(),
        summary.position().height(),
        summary.transactions(),
        seconds,
        seconds == 0 ? 0 : summary.transactions() / seconds);
    out.println("  " + Counts.describe(summary.byStatus()));
    out.println("  re-executions: " + summary.reExecutions());
    out.println("  state root:    " + summary.position().stateRoot());
    out.println("  receipts root: " + summary.receiptsRoot());
    out.println("  header:        " + summary.position().headerHash());
  }
}
