package dev.wastm.activities.impl;

import dev.wastm.activities.FailureTypes;
import dev.wastm.ledger.batch.InvalidTransactionsException;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.ForkException;
import io.temporal.failure.ApplicationFailure;

/** Which failures no retry mends. Everything else (a blob store that is down, a lost worker) is left to be retried. */
final class Failures {
  private Failures() {}

  /** An activity's work, with what can go wrong for good. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws InvalidTransactionsException, ForkException, CorruptRecordException;
  }

  static <T> T translate(Work<T> work) {
    try {
      return work.run();
    } catch (InvalidTransactionsException e) {
      throw ApplicationFailure.newNonRetryableFailure(
          e.getMessage(), FailureTypes.INVALID_SUBMISSION);
    } catch (ForkException e) {
      throw ApplicationFailure.newNonRetryableFailure(e.getMessage(), FailureTypes.FORK);
    } catch (CorruptRecordException e) {
      throw ApplicationFailure.newNonRetryableFailure(e.getMessage(), FailureTypes.CORRUPT_LEDGER);
    } catch (IllegalArgumentException e) {
      throw ApplicationFailure.newNonRetryableFailure(e.getMessage(), FailureTypes.BAD_REQUEST);
    }
  }
}
