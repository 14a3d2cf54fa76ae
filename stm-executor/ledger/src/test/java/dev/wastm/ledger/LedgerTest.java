package dev.wastm.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.PutMode;
import dev.wastm.ledger.batch.Batch;
import dev.wastm.ledger.batch.InvalidTransactionsException;
import dev.wastm.ledger.batch.Receipt;
import dev.wastm.ledger.batch.Status;
import dev.wastm.ledger.checkpoint.Checkpoints;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.ForkException;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.journal.LedgerHead;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private Fixture fixture;
  private Ledger ledger;

  @BeforeEach
  void open() throws Exception {
    fixture = Fixture.open("memory:", ExecutionOptions.fastest());
    ledger = fixture.ledger("l");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void executesDeploymentsAndCallsInOrder() throws Exception {
    List<Receipt> receipts = Fixture.commit(
            ledger,
            Fixture.deploy("c")
                + Fixture.increment("c", 5)
                + Fixture.increment("c", 7)
                + Fixture.increment("c", -1))
        .outcome()
        .receipts();
    assertEquals(
        List.of(Status.SUCCESS, Status.SUCCESS, Status.SUCCESS, Status.REVERTED),
        receipts.stream().map(Receipt::status).toList());
    assertEquals("{\"value\":5}", receipts.get(1).output().toStringUtf8());
    assertEquals("{\"value\":12}", receipts.get(2).output().toStringUtf8());
    assertEquals(1, receipts.get(2).events().size());
    assertEquals(0, receipts.get(3).events().size());
  }

  @Test
  void onlyTheOwnerUpgradesAndNobodyDeploysTwice() throws Exception {
    String upgrade = Fixture.deploy("c").replace("deploy", "upgrade").replace(",\"init\":{}", "");
    List<Receipt> receipts = Fixture.commit(
            ledger,
            Fixture.deploy("c")
                + upgrade
                + upgrade.replace("alice", "mallory")
                + Fixture.deploy("c"))
        .outcome()
        .receipts();
    assertEquals(Status.SUCCESS, receipts.get(1).status());
    assertEquals(
        "Only \"alice\", who deployed the actor \"c\", may upgrade it.",
        Fixture.error(receipts.get(2)));
    assertEquals("The actor \"c\" exists already.", Fixture.error(receipts.get(3)));
  }

  @Test
  void refusesUnknownActorsAndModulesByLineAndExecutesNothing() {
    assertRefused(
        Fixture.deploy("c") + Fixture.increment("ghost", 1),
        "test:2: there is no actor \"ghost\" in this ledger, and no earlier line deploys it.");
    assertRefused(
        Fixture.deploy("c").replace("1.0.0", "9.9.9"),
        "test:1: there is no module \"counter@9.9.9\" in the blob store; publish it first: wastm module push FILE --tag"
            + " name@version.");
    assertRefused(
        Fixture.deploy("c").replace("\"deploy\"", "\"destroy\""),
        "test:1: The system actor has no method \"destroy\"; it has deploy, upgrade, requireSignatures and moveToEpoch.");
    assertEquals(0, new Journal(fixture.store, "l").newestHeight());
  }

  private void assertRefused(String lines, String message) {
    assertEquals(
        message,
        assertThrows(InvalidTransactionsException.class, () -> Fixture.commit(ledger, lines))
            .getMessage());
  }

  @Test
  void anotherWorkerGoesOnFromWhatIsStored() throws Exception {
    Fixture.commit(ledger, Fixture.deploy("c") + Fixture.increment("c", 5));
    ledger.checkpoint();
    Fixture.commit(ledger, Fixture.increment("c", 1));
    Ledger other = fixture.ledger("l");
    assertEquals(2, other.head().height());
    assertEquals(ledger.head().state().root(), other.head().state().root());
    Receipt third =
        Fixture.commit(other, Fixture.increment("c", 1)).outcome().receipts().get(0);
    assertEquals("{\"value\":7}", third.output().toStringUtf8());
    ledger.catchUp();
    assertEquals(other.head().hash(), ledger.head().hash());
  }

  @Test
  void aRetriedBatchTakesEffectOnce() throws Exception {
    Batch batch = Fixture.seal(ledger, Fixture.deploy("c") + Fixture.increment("c", 5));
    Ledger.Committed first = ledger.commit(batch);
    Ledger.Committed again = ledger.commit(batch);
    Ledger.Committed elsewhere = fixture.ledger("l").commit(batch);
    assertTrue(first.statistics().isPresent());
    assertTrue(again.statistics().isEmpty());
    assertEquals(first.outcome().header(), again.outcome().header());
    assertEquals(first.outcome().sealedReceipts(), elsewhere.outcome().sealedReceipts());
    assertEquals(1, ledger.head().height());
  }

  @Test
  void twoBatchesOfOneHeightAreAFork() throws Exception {
    Ledger other = fixture.ledger("l");
    Batch ours = Fixture.seal(ledger, Fixture.deploy("c"));
    Batch theirs = Fixture.seal(other, Fixture.deploy("d"));
    ledger.commit(ours);
    String message =
        assertThrows(ForkException.class, () -> other.commit(theirs)).getMessage();
    assertTrue(message.startsWith("Height 1 of ledger \"l\" holds another batch"), message);
    assertEquals(0, other.head().height());
  }

  @Test
  void everyFlippedByteOfAJournalEntryIsFound() throws Exception {
    Fixture.commit(ledger, Fixture.deploy("c") + Fixture.increment("c", 5));
    Journal journal = new Journal(fixture.store, "l");
    byte[] whole = fixture.store.get(journal.key(1));
    for (int i = 0; i < whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= 1;
      fixture.store.put(journal.key(1), flipped, PutMode.OVERWRITE);
      String message =
          assertThrows(CorruptRecordException.class, () -> fixture.ledger("l")).getMessage();
      assertTrue(message.startsWith("The journal entry of height 1 is damaged: "), message);
    }
  }

  @Test
  void aDamagedCheckpointIsPassedOver() throws Exception {
    Fixture.commit(ledger, Fixture.deploy("c"));
    ledger.checkpoint();
    Fixture.commit(ledger, Fixture.increment("c", 5));
    ledger.checkpoint();
    Checkpoints checkpoints = new Checkpoints(fixture.store, "l");
    assertEquals(List.of(1L, 2L), checkpoints.heights());
    List<BlobInfo> blobs;
    try (Stream<BlobInfo> listed =
        fixture.store.list("ledgers/l/checkpoints/00000000000000000002/")) {
      blobs = listed.toList();
    }
    for (BlobInfo blob : blobs) {
      byte[] whole = fixture.store.get(blob.key());
      for (int i = 0; i < whole.length; i++) {
        byte[] flipped = whole.clone();
        flipped[i] ^= 1;
        fixture.store.put(blob.key(), flipped, PutMode.OVERWRITE);
        assertEquals(
            1, checkpoints.newestAtMost(9).height(), () -> "a flipped byte in " + blob.key());
      }
      fixture.store.put(blob.key(), whole, PutMode.OVERWRITE);
    }
    LedgerHead restored = checkpoints.newestAtMost(9);
    assertEquals(2, restored.height());
    assertEquals(ledger.head().state().root(), restored.state().root());
  }
}
