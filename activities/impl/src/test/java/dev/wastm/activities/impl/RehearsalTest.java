package dev.wastm.activities.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.ledger.Ledger;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.batch.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("integration")
class RehearsalTest {
  @Test
  @Timeout(60)
  void allOfItSucceeds(@TempDir Path directory) throws Exception {
    Ledger.Committed committed = Rehearsal.run(directory);
    assertEquals(3, committed.outcome().receipts().size());
    for (Receipt receipt : committed.outcome().receipts()) {
      assertEquals(Status.SUCCESS, receipt.status(), receipt.toString());
    }
    assertTrue(committed.outcome().changes().size() >= 3);
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(1, files.filter(file -> file.toString().endsWith(".code")).count());
    }
  }
}
