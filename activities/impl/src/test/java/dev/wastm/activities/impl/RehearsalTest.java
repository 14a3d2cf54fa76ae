package dev.wastm.activities.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.ledger.Ledger;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.batch.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RehearsalTest {
  @Test
  @Timeout(60)
  void allOfItSucceeds() throws Exception {
    Ledger.Committed committed = Rehearsal.run();
    assertEquals(2, committed.record().receipts().size());
    for (Receipt receipt : committed.record().receipts()) {
      assertEquals(Status.SUCCESS, receipt.status(), receipt.error());
    }
    assertTrue(committed.executed().orElseThrow().changes().size() >= 2);
  }
}
