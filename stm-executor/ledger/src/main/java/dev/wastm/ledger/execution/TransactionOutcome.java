package dev.wastm.ledger.execution;

import dev.wastm.ledger.batch.Receipt;
import java.util.List;

/** What one execution of a transaction leaves: its receipt, sealed on the executing thread, and what its guest logged. */
record TransactionOutcome(Receipt.Sealed receipt, List<LogLine> log) {}
