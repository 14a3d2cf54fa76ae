package dev.wastm.activities.impl;

import dev.wastm.activities.BadRequestException;
import dev.wastm.activities.BatchActivities;
import dev.wastm.activities.BatchSlot;
import dev.wastm.activities.BatchSummary;
import dev.wastm.activities.ExecuteBatch;
import dev.wastm.activities.LedgerPosition;
import dev.wastm.activities.Submission;
import dev.wastm.ledger.Ledger;
import dev.wastm.ledger.batch.BatchHeader;
import dev.wastm.ledger.batch.BatchOutcome;
import dev.wastm.ledger.batch.InvalidTransactionsException;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.ForkException;
import dev.wastm.ledger.journal.NotAdmittedException;
import dev.wastm.ledger.report.ReceiptJson;
import dev.wastm.ledger.submission.TransactionsFile;
import dev.wastm.stm.Statistics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Executes batches on the ledgers that this worker holds. Thread-safe; each ledger takes one batch at a time. */
public final class BatchActivitiesImpl implements BatchActivities {
  /** What errors call a submission. */
  static final String SOURCE = "submission";

  private final HostedLedgers ledgers;
  private final Heartbeat heartbeat;

  /** @param heartbeat the worker's */
  public BatchActivitiesImpl(HostedLedgers ledgers, Heartbeat heartbeat) {
    this.ledgers = ledgers;
    this.heartbeat = heartbeat;
  }

  @Override
  public BatchSummary execute(ExecuteBatch request) {
    return heartbeat.during(() -> Failures.translate(() -> commit(request)));
  }

  @Override
  public long checkpoint(String ledger) {
    return heartbeat.during(() -> Failures.translate(() -> {
      Ledger held = ledgers.held(ledger);
      held.checkpoint();
      return held.head().height();
    }));
  }

  private BatchSummary commit(ExecuteBatch request)
      throws InvalidTransactionsException, ForkException, CorruptRecordException,
          NotAdmittedException {
    Ledger ledger = ledgers.held(request.ledger());
    List<TransactionsFile.Line> lines = parse(ledger, request.submission());
    long startedNs = System.nanoTime();
    Ledger.Committed committed = ledger.commit(ledger.seal(SOURCE, lines, slot(request.slot())));
    ledgers.sign(request.ledger(), committed.outcome().header());
    long executionMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNs);
    return summary(committed, committed.statistics().isPresent() ? executionMs : 0);
  }

  private List<TransactionsFile.Line> parse(Ledger ledger, Submission submission)
      throws InvalidTransactionsException {
    submission.check();
    if (submission.transactions() == null) {
      return StoredSubmission.parse(
          ledgers.store(),
          ledger.name(),
          Optional.ofNullable(submission.stored()).map(Digest::ofHex).orElseThrow(),
          ledger.protocol());
    }
    byte[] text = submission.transactions().getBytes(StandardCharsets.UTF_8);
    try {
      return TransactionsFile.parse(SOURCE, new ByteArrayInputStream(text), ledger.protocol());
    } catch (IOException e) {
      throw new UncheckedIOException("Reading from memory does no I/O.", e);
    }
  }

  private static Ledger.Slot slot(BatchSlot slot) {
    if (slot.height() < 1 || slot.timestampMs() < 0) {
      throw new BadRequestException(
          "A batch's slot has a height from 1 and a timestamp from 0, and not " + slot.height()
              + " and " + slot.timestampMs() + ".");
    }
    return new Ledger.Slot(
        slot.height(),
        digest("parentHash", slot.parentHash()),
        slot.timestampMs(),
        digest("seed", slot.seed()));
  }

  private static Digest digest(String member, String hex) {
    try {
      return Digest.ofHex(hex);
    } catch (IllegalArgumentException e) {
      throw new BadRequestException(
          "The member \"" + member + "\" of a batch's slot must be 64 hexadecimal digits.");
    }
  }

  private BatchSummary summary(Ledger.Committed committed, long executionMs) {
    BatchOutcome outcome = committed.outcome();
    BatchHeader header = outcome.header().header();
    Map<String, Integer> byStatus = new TreeMap<>();
    outcome
        .sealedReceipts()
        .forEach(each -> byStatus.merge(each.receipt().status().name(), 1, Integer::sum));
    return new BatchSummary(
        header.ledger(),
        new LedgerPosition(
            header.height(),
            header.genesis().hex(),
            outcome.header().hash().hex(),
            header.stateRoot().hex(),
            header.timestampMs()),
        header.transactionsRoot().hex(),
        header.receiptsRoot().hex(),
        outcome.sealedReceipts().size(),
        byStatus,
        new ReceiptJson(ledgers.sentences())
            .lines(outcome, BatchSummary.RECEIPTS_BYTES_MAX)
            .orElse(null),
        committed.statistics().map(Statistics::reExecutions).orElse(0L),
        executionMs);
  }
}
