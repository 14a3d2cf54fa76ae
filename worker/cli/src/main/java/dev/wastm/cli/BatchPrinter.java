package dev.wastm.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wastm.ledger.Ledger;
import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.report.ReceiptJson;
import dev.wastm.ledger.report.Sentences;
import dev.wastm.ledger.batch.Status;
import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.execution.ExecutedBatch;
import dev.wastm.ledger.journal.JournalRecord;
import dev.wastm.ledger.module.ModuleStatistics;
import dev.wastm.ledger.text.Names;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Shows a batch that took effect, or would. */
final class BatchPrinter {
  /** Enough to see what is wrong, few enough to still see the summary. */
  private static final int FAILURES_SHOWN_MAX = 5;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintWriter out;
  private final boolean dryRun;
  private final JournalRecord record;
  private final Optional<ExecutedBatch> executed;
  private final BatchHeader header;
  private final List<Receipt> receipts;

  private final Sentences sentences;

  private BatchPrinter(
      PrintWriter out,
      Sentences sentences,
      boolean dryRun,
      JournalRecord record,
      Optional<ExecutedBatch> executed) {
    this.out = out;
    this.sentences = sentences;
    this.dryRun = dryRun;
    this.record = record;
    this.executed = executed;
    this.header = record.header().header();
    this.receipts = record.receipts();
  }

  static BatchPrinter of(PrintWriter out, Sentences sentences, Ledger.Committed committed) {
    return new BatchPrinter(out, sentences, false, committed.record(), committed.executed());
  }

  /** Of a batch that was not stored. */
  static BatchPrinter ofDryRun(PrintWriter out, Sentences sentences, ExecutedBatch executed) {
    return new BatchPrinter(
        out, sentences, true, JournalRecord.of(executed), Optional.of(executed));
  }

  /** A receipt a line, in order, then the batch. */
  void printJson() throws IOException {
    ReceiptJson json = new ReceiptJson(sentences);
    for (int i = 0; i < receipts.size(); i++) {
      out.println(json.line(transaction(i), receipts.get(i)));
    }
    Map<String, Object> batch = new LinkedHashMap<>();
    batch.put("ledger", header.ledger());
    batch.put("height", header.height());
    batch.put("transactions", receipts.size());
    batch.put("succeeded", count(Status.SUCCESS));
    batch.put("stateRoot", header.stateRoot().hex());
    batch.put("transactionsRoot", header.transactionsRoot().hex());
    batch.put("receiptsRoot", header.receiptsRoot().hex());
    batch.put("headerHash", record.header().hash().hex());
    if (dryRun) {
      batch.put("dryRun", true);
    }
    out.println(JSON.writeValueAsString(Map.of("batch", batch)));
    out.flush();
  }

  /** @param elapsedNs how long it took to execute and store, in nanoseconds */
  void printSummary(long elapsedNs, ModuleStatistics modules) {
    double seconds = elapsedNs / 1e9;
    out.printf(
        Locale.ROOT,
        "Ledger %s, height %d: %d transactions in %.3f s (%,.0f a second)%n",
        header.ledger(),
        header.height(),
        receipts.size(),
        seconds,
        receipts.size() / seconds);
    out.println("  " + countsByStatus());
    executed.ifPresent(
        batch -> out.println("  re-executions: " + batch.statistics().reExecutions()));
    out.println("  state root:    " + header.stateRoot());
    out.println("  receipts root: " + header.receiptsRoot());
    out.println("  header:        " + record.header().hash());
    out.println("  " + modules.describe());
    printFailures();
    if (dryRun) {
      out.println("  dry run: nothing was stored");
    }
    out.flush();
  }

  private void printFailures() {
    List<Receipt> failures =
        receipts.stream().filter(receipt -> receipt.status() != Status.SUCCESS).toList();
    for (Receipt receipt : failures.subList(0, Math.min(failures.size(), FAILURES_SHOWN_MAX))) {
      Transaction transaction = transaction(receipt.index());
      out.println("  transaction " + receipt.index() + ", "
          + Names.shown(transaction.actor()) + "." + Names.shown(transaction.method()) + ": "
          + receipt.status() + ": "
          + receipt.failure().map(sentences::of).orElseThrow());
    }
    if (failures.size() > FAILURES_SHOWN_MAX) {
      out.println("  … and " + (failures.size() - FAILURES_SHOWN_MAX)
          + " more that did not succeed (--json shows all)");
    }
  }

  private String countsByStatus() {
    Map<Status, Integer> counts = new EnumMap<>(Status.class);
    receipts.forEach(receipt -> counts.merge(receipt.status(), 1, Integer::sum));
    return Counts.describe(counts);
  }

  private long count(Status status) {
    return receipts.stream().filter(receipt -> receipt.status() == status).count();
  }

  private Transaction transaction(int index) {
    return record.transactions().get(index).transaction();
  }
}
