package dev.wastm.cli.io;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wastm.activities.BatchSummary;
import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.batch.BatchOutcome;
import dev.wastm.ledger.batch.Status;
import dev.wastm.ledger.report.ReceiptJson;
import dev.wastm.ledger.report.Sentences;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Shows a batch and its receipts, the same wherever it was executed: a receipt a line and then the batch for machines, some lines on the
 * batch for people. Keeps to what an outcome and a worker's summary both say.
 */
public final class BatchPrinter {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintWriter out;
  private final Shown batch;

  /** @param byStatus how many receipts have each status; statuses that none has are left out */
  private record Shown(
      String ledger,
      long height,
      int transactions,
      Map<Status, Integer> byStatus,
      String stateRoot,
      String transactionsRoot,
      String receiptsRoot,
      String headerHash) {}

  private BatchPrinter(PrintWriter out, Shown batch) {
    this.out = out;
    this.batch = batch;
  }

  /** Of a batch that was executed here, or that is stored. */
  public static BatchPrinter of(PrintWriter out, BatchOutcome outcome) {
    BatchHeader header = outcome.header().header();
    Map<Status, Integer> byStatus = new EnumMap<>(Status.class);
    outcome
        .sealedReceipts()
        .forEach(each -> byStatus.merge(each.receipt().status(), 1, Integer::sum));
    return new BatchPrinter(
        out,
        new Shown(
            header.ledger(),
            header.height(),
            outcome.sealedReceipts().size(),
            byStatus,
            header.stateRoot().hex(),
            header.transactionsRoot().hex(),
            header.receiptsRoot().hex(),
            outcome.header().hash().hex()));
  }

  /** Of a batch that a worker has executed. */
  public static BatchPrinter of(PrintWriter out, BatchSummary summary) {
    Map<Status, Integer> byStatus = new EnumMap<>(Status.class);
    summary.byStatus().forEach((status, count) -> byStatus.put(Status.valueOf(status), count));
    return new BatchPrinter(
        out,
        new Shown(
            summary.ledger(),
            summary.position().height(),
            summary.transactions(),
            byStatus,
            summary.position().stateRoot(),
            summary.transactionsRoot(),
            summary.receiptsRoot(),
            summary.position().headerHash()));
  }

  /** A batch's receipts as lines of JSON, in order. */
  @FunctionalInterface
  public interface Receipts {
    void writeTo(Writer out) throws IOException;

    static Receipts of(BatchOutcome outcome, Sentences sentences) {
      return out -> new ReceiptJson(sentences).writeLines(outcome, out);
    }

    /** @param lines as workers make them, each ended */
    static Receipts of(String lines) {
      return out -> out.write(lines);
    }
  }

  /** Prints JSON: a receipt a line, in order, then the batch. */
  public void printJson(Receipts receipts) throws IOException {
    printJson(receipts, Map.of());
  }

  /** As {@link #printJson(Receipts)}, of a batch that was not stored. */
  public void printDryRunJson(Receipts receipts) throws IOException {
    printJson(receipts, Map.of("dryRun", true));
  }

  private void printJson(Receipts receipts, Map<String, Object> more) throws IOException {
    receipts.writeTo(out);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("ledger", batch.ledger());
    fields.put("height", batch.height());
    fields.put("transactions", batch.transactions());
    fields.put("succeeded", batch.byStatus().getOrDefault(Status.SUCCESS, 0));
    fields.put("stateRoot", batch.stateRoot());
    fields.put("transactionsRoot", batch.transactionsRoot());
    fields.put("receiptsRoot", batch.receiptsRoot());
    fields.put("headerHash", batch.headerHash());
    fields.putAll(more);
    out.println(JSON.writeValueAsString(Map.of("batch", fields)));
    out.flush();
  }

  /**
   * Prints some lines for people.
   *
   * @param elapsedNs how long it took to execute and store, in nanoseconds; 0 where nobody knows
   * @param reExecutions how many executions were thrown away, where that is known
   */
  public void printSummary(long elapsedNs, OptionalLong reExecutions) {
    double seconds = elapsedNs / 1e9;
    out.printf(
        Locale.ROOT,
        "Ledger %s, height %d: %d transactions in %.3f s (%,.0f a second)%n",
        batch.ledger(),
        batch.height(),
        batch.transactions(),
        seconds,
        seconds == 0 ? 0 : batch.transactions() / seconds);
    out.println("  "
        + batch.byStatus().entrySet().stream()
            .map(count -> count.getKey() + ": " + count.getValue())
            .collect(Collectors.joining(", ")));
    reExecutions.ifPresent(count -> out.println("  re-executions: " + count));
    out.println("  state root:    " + batch.stateRoot());
    out.println("  receipts root: " + batch.receiptsRoot());
    out.println("  header:        " + batch.headerHash());
    out.flush();
  }
}
