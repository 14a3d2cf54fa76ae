package dev.wastm.ledger.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.blobstore.PutMode;
import dev.wastm.ledger.Fixture;
import dev.wastm.ledger.ForgedRecord;
import dev.wastm.ledger.Ledger;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.module.ModuleStore;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplayVerifierTest {
  private Fixture fixture;
  private Ledger ledger;

  @BeforeEach
  void execute() throws Exception {
    fixture = Fixture.open("memory:", ExecutionOptions.fastest());
    ledger = fixture.ledger("l");
    Fixture.commit(ledger, Fixture.deploy("c") + Fixture.increment("c", 5));
    ledger.checkpoint();
    Fixture.commit(ledger, Fixture.increment("c", 1) + Fixture.increment("c", -1));
    Fixture.commit(ledger, Fixture.increment("c", 2));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void anotherEngineAndSchedulerComeToTheSame() {
    List<Long> heights = new ArrayList<>();
    Verification.Verified verified =
        assertInstanceOf(Verification.Verified.class, verify(1, 3, heights));
    assertEquals(5, verified.transactions());
    assertEquals(ledger.head().state().root().hex(), verified.stateRoot());
    assertEquals(List.of(1L, 2L, 3L), heights);
    assertInstanceOf(Verification.Verified.class, verify(2, 3, heights));
  }

  @Test
  void aFlippedByteIsNamedByHeight() {
    Journal journal = new Journal(fixture.store, "l");
    byte[] record = fixture.store.get(journal.key(2));
    record[record.length / 2] ^= 1;
    fixture.store.put(journal.key(2), record, PutMode.OVERWRITE);
    Verification.Damaged damaged =
        assertInstanceOf(Verification.Damaged.class, verify(1, 3, new ArrayList<>()));
    assertEquals(2, damaged.height());
    assertTrue(
        damaged.reason().startsWith("The journal entry of height 2 is damaged: "),
        damaged.reason());
    assertEquals(
        2,
        assertInstanceOf(Verification.Damaged.class, verify(3, 3, new ArrayList<>()))
            .height());
  }

  @Test
  void aMissingEntryIsNamedByHeight() {
    fixture.store.delete(new Journal(fixture.store, "l").key(3));
    Verification.Damaged damaged =
        assertInstanceOf(Verification.Damaged.class, verify(1, 3, new ArrayList<>()));
    assertEquals(
        "The journal entry of height 3 is damaged: it is missing from the blob store. Restore it from a copy of the blob"
            + " store; nothing was executed on it.",
        damaged.reason());
  }

  /** A liar who recomputes every digest still cannot make the replay agree. */
  @Test
  void aForgedReceiptIsLocatedToItsField() throws Exception {
    Journal journal = new Journal(fixture.store, "l");
    long honest = journal.require(3).receipts().get(0).fuelUsed();
    byte[] lie = ForgedRecord.withAnotherReceipt(fixture.store.get(journal.key(3)));
    fixture.store.put(journal.key(3), lie, PutMode.OVERWRITE);
    Verification.Difference difference =
        assertInstanceOf(Verification.Difference.class, verify(1, 3, new ArrayList<>()));
    assertEquals(3, difference.height());
    assertEquals(OptionalInt.of(0), difference.transaction());
    assertEquals("fuelUsed", difference.field());
    assertEquals(
        "Height 3, transaction 0, fuelUsed: the ledger has " + (honest + 1)
            + ", but the replay gives " + honest + ".",
        difference.describe());
  }

  private Verification verify(long from, long to, List<Long> heights) {
    try (BatchExecution execution =
        BatchExecution.open(ExecutionOptions.simplest(), new ModuleStore(fixture.store))) {
      return new ReplayVerifier("l", fixture.store, execution, Expectations.NONE)
          .verify(from, to, heights::add);
    }
  }
}
