package dev.wastm.activities.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wastm.ledger.protocol.Protocols;
import dev.wastm.ledger.protocol.UnknownEpochException;
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
}
