package dev.wastm.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.ledger.batch.Batch;
import dev.wastm.ledger.batch.InvalidTransactionsException;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.ForkException;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.replay.Expectations;
import dev.wastm.ledger.replay.ReplayVerifier;
import dev.wastm.ledger.replay.Verification;
import dev.wastm.ledger.submission.TransactionsFile;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Time never goes back in a ledger, and may stand still: where batches are made, and where they are read. */
class TimestampsTest {
  private static final String DAMAGE =
      "The journal entry of height 2 is damaged: its timestamp is 999 ms, and that of the batch before it is 1000 ms,"
          + " though time never goes back. Restore it from a copy of the blob store; nothing was executed on it.";

  private Fixture fixture;
  private Ledger ledger;
  private Digest parent = Fixture.genesis("shop").hash();

  @BeforeEach
  void begin() throws Exception {
    fixture = Fixture.open("memory:", ExecutionOptions.simplest());
    ledger = fixture.ledger("shop");
    Ledger.Committed unused = Fixture.commit(ledger, Fixture.deploy("c"));
    parent = ledger.head().hash();
  }

  @AfterEach
  void end() {
    fixture.close();
  }

  private Batch seal(long timestampMs) throws Exception {
    byte[] lines = Fixture.increment("c", 1).getBytes(StandardCharsets.UTF_8);
    return ledger.seal(
        "test",
        TransactionsFile.parse("test", new ByteArrayInputStream(lines), ledger.protocol()),
        new Ledger.Slot(2, parent, timestampMs, Sha256.of(lines)));
  }

  private static Batch at(Batch batch, long timestampMs) {
    return Batch.of(
        batch.ledger(),
        batch.genesis(),
        batch.height(),
        batch.parentHash(),
        timestampMs,
        batch.seed(),
        batch.transactions());
  }

  @Test
  void aSlotBeforeTheHeadIsRefused() throws Exception {
    assertEquals(
        "Batch 2 of ledger \"shop\" cannot have the timestamp 999 ms: the batch before it has 1000 ms, and time never goes back.",
        assertThrows(InvalidTransactionsException.class, () -> seal(999)).getMessage());
    Batch equal = seal(1_000);
    assertEquals(2, ledger.commit(equal).outcome().header().header().height());
    // The same slot again, as a retry sends it.
    assertEquals(equal, ledger.commit(seal(1_000)).outcome().batch());
  }

  @Test
  void aBatchBeforeTheHeadIsNotExecuted() throws Exception {
    Batch early = at(seal(1_000), 999);
    String refusal = String.valueOf(
        assertThrows(ForkException.class, () -> ledger.commit(early)).getMessage());
    assertTrue(
        refusal.contains("stands at 1000 ms already, and the batch has the timestamp 999 ms"),
        refusal);
    assertEquals(1, ledger.head().height());
  }

  @Test
  void aStoredBatchBeforeItsParentIsDamage() throws Exception {
    Batch early = at(seal(1_000), 999);
    new Journal(fixture.store, "shop").append(ledger.execute(early));
    String damage = String.valueOf(
        assertThrows(CorruptRecordException.class, () -> fixture.ledger("shop")).getMessage());
    assertTrue(damage.startsWith(DAMAGE), damage);
    Verification found = new ReplayVerifier(
            "shop", fixture.store, fixture.execution, Expectations.NONE)
        .verify(1, 2, height -> {});
    assertEquals(
        new Verification.Damaged(2, DAMAGE), assertInstanceOf(Verification.Damaged.class, found));
  }
}
