package dev.wastm.activities.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.activities.FailureTypes;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.ledger.protocol.Protocols;
import dev.wastm.ledger.protocol.UnknownEpochException;
import io.temporal.failure.ApplicationFailure;
import org.junit.jupiter.api.Test;

/** What a workflow is told of an activity that failed. */
class FailuresTest {
  /** It is no fault, and no reason to give up: a newer worker can do it, and Temporal asks the next one. */
  @Test
  void aLedgerThatIsTooNewIsLeftToANewerWorker() {
    UnknownEpochException thrown = assertThrows(
        UnknownEpochException.class,
        () -> Failures.translate(() -> Protocols.known().of("shop", 9)));
    assertEquals(
        "The ledger \"shop\" is in protocol epoch 9, and this version of WASTM knows epochs up to 1:"
            + " nothing was executed. Use a newer version of WASTM for this ledger.",
        thrown.getMessage());
  }

  private static RuntimeException told(RuntimeException failure) {
    return assertThrows(
        RuntimeException.class,
        () -> Failures.translate(() -> {
          throw failure;
        }));
  }

  /** What the infrastructure does passes; what we have done wrong does not, and is not done again for ever. */
  @Test
  void onlyWhatMayPassIsTriedAgain() {
    RuntimeException store = new IllegalStateException(
        "transaction 0 failed", BlobStoreException.unavailable("The store is down.", null));
    assertSame(store, told(store));
    RuntimeException engine =
        new IllegalStateException("transaction 0 failed", new NullPointerException("x"));
    ApplicationFailure fault = assertInstanceOf(ApplicationFailure.class, told(engine));
    assertEquals(FailureTypes.FAULT, fault.getType());
    assertTrue(fault.isNonRetryable());
    assertTrue(fault.getOriginalMessage().contains("java.lang.NullPointerException: x"));
  }
}
