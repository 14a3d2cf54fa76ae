package dev.wastm.activities.impl;

import dev.wastm.activities.BadRequestException;
import dev.wastm.activities.FailureTypes;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.ledger.batch.InvalidTransactionsException;
import dev.wastm.ledger.execution.ExhaustedJvm;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.ForkException;
import dev.wastm.ledger.journal.NoRoomException;
import dev.wastm.ledger.journal.NotAdmittedException;
import dev.wastm.ledger.module.DamagedModuleException;
import dev.wastm.ledger.protocol.UnknownEpochException;
import dev.wastm.ledger.text.Excerpt;
import dev.wastm.stm.BlockCancelledException;
import io.temporal.failure.ApplicationFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which failures no retry mends: those of the request, of what is stored, and of WASTM itself. What is left to be retried is what the
 * infrastructure does: a blob store that is down or lets nobody in, a lost worker, one that has no memory left or is too old.
 */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /** An activity's work, with what can go wrong for good. */
  @FunctionalInterface
  interface Work<T> {
    T run()
        throws InvalidTransactionsException, ForkException, CorruptRecordException,
            NotAdmittedException;
  }

  static <T> T translate(Work<T> work) {
    try {
      return work.run();
    } catch (InvalidTransactionsException e) {
      throw failure(e, FailureTypes.INVALID_SUBMISSION);
    } catch (ForkException e) {
      throw failure(e, FailureTypes.FORK);
    } catch (CorruptRecordException e) {
      throw failure(e, FailureTypes.CORRUPT_LEDGER);
    } catch (BadRequestException | NotAdmittedException e) {
      throw failure(e, FailureTypes.BAD_REQUEST);
    } catch (RuntimeException e) {
      if (has(e, DamagedModuleException.class)) {
        // A module was right when it was deployed, and is damaged now: the ledger cannot go on.
        throw failure(e, FailureTypes.CORRUPT_LEDGER);
      } else if (isPassing(e)) {
        throw e;
      }
      LOG.error("An activity failed for a reason that is a fault of WASTM.", e);
      throw ApplicationFailure.newNonRetryableFailure(
          "This is a fault of WASTM itself, and the worker's log has more of it: "
              + Excerpt.of(innermost(e).toString()) + ".",
          FailureTypes.FAULT);
    }
  }

  private static ApplicationFailure failure(Exception e, String type) {
    return ApplicationFailure.newNonRetryableFailure(e.getMessage(), type);
  }

  /** Whether another time, or another worker, does it: a store that is down, a worker that is stopping, too old, or without memory. */
  private static boolean isPassing(Throwable e) {
    return has(e, BlobStoreException.class)
        || has(e, UnknownEpochException.class)
        || has(e, NoRoomException.class)
        || has(e, BlockCancelledException.class)
        || ExhaustedJvm.errorIn(e).isPresent();
  }

  private static boolean has(Throwable e, Class<? extends Throwable> type) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  private static Throwable innermost(Throwable e) {
    Throwable innermost = e;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    return innermost;
  }
}
