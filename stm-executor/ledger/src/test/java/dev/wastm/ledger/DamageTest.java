package dev.wastm.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.PutMode;
import dev.wastm.ledger.batch.Batch;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.replay.Expectations;
import dev.wastm.ledger.replay.ReplayVerifier;
import dev.wastm.ledger.replay.Verification;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Journals whose bytes are not what was stored: found, named by height, and never executed on. */
@Tag("fault")
class DamageTest {
  private static final int HEIGHTS = 3;

  private Fixture fixture;
  private Journal journal;

  @BeforeEach
  void execute() throws Exception {
    fixture = Fixture.open("memory:", ExecutionOptions.simplest());
    Ledger ledger = fixture.ledger("l");
    Fixture.commit(ledger, Fixture.deploy("c") + Fixture.increment("c", 5));
    Fixture.commit(ledger, Fixture.increment("c", 1));
    Fixture.commit(ledger, Fixture.increment("c", 2) + Fixture.increment("c", -1));
    journal = new Journal(fixture.store, "l");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void everyFlippedByteOfEveryEntryIsFoundAndNamed() {
    for (int height = 1; height <= HEIGHTS; height++) {
      byte[] whole = fixture.store.get(journal.key(height));
      for (int i = 0; i < whole.length; i++) {
        for (int flip : new int[] {1, 0x80, 0xff}) {
          byte[] flipped = whole.clone();
          flipped[i] ^= (byte) flip;
          assertDamaged(height, flipped);
        }
      }
      put(height, whole);
    }
  }

  @Test
  void tornAndGrownEntriesAreFound() {
    byte[] whole = fixture.store.get(journal.key(2));
    for (int length = 0; length < whole.length; length++) {
      assertDamaged(2, Arrays.copyOf(whole, length));
    }
    assertDamaged(2, Arrays.copyOf(whole, whole.length + 1));
    assertDamaged(2, Arrays.copyOf(whole, whole.length + 1000));
  }

  @Test
  void swappedEntriesAreFound() throws Exception {
    byte[] second = fixture.store.get(journal.key(2));
    assertDamaged(3, second);
    Ledger other = fixture.ledger("other");
    Fixture.commit(other, Fixture.deploy("c") + Fixture.increment("c", 5));
    Fixture.commit(other, Fixture.increment("c", 1));
    byte[] foreign = fixture.store.get(new Journal(fixture.store, "other").key(2));
    assertDamaged(2, foreign);
  }

  /** A worker that took the hole for the journal's end would write a second history into it. */
  @Test
  void aHoleIsNotTheEnd() {
    fixture.store.delete(journal.key(2));
    String message =
        assertThrows(CorruptRecordException.class, () -> fixture.ledger("l")).getMessage();
    assertEquals(
        "The journal entry of height 2 is damaged: it is missing, though later ones exist. Restore it from a copy of the"
            + " blob store; nothing was executed on it.",
        message);
  }

  /** A worker that executed a batch and finds damage where it would store it: no second history, and no mistaken fork. */
  @Test
  void whatIsDamagedInTheWayOfABatchIsNoFork() throws Exception {
    Ledger worker = fixture.ledger("l");
    Batch next = Fixture.seal(worker, Fixture.increment("c", 9));
    byte[] torn = Arrays.copyOf(fixture.store.get(journal.key(1)), 100);
    put(HEIGHTS + 1, torn);
    String message =
        assertThrows(CorruptRecordException.class, () -> worker.commit(next)).getMessage();
    assertTrue(message.endsWith(" A copy is kept as " + quarantined(4, torn) + "."), message);
    assertEquals(HEIGHTS, worker.head().height());
    assertArrayEquals(torn, fixture.store.get(journal.key(HEIGHTS + 1)));
  }

  /** Damage must be heard of also where the store takes no copy. */
  @Test
  void aStoreThatCannotBeWrittenHidesNoDamage() throws Exception {
    byte[] damaged = fixture.store.get(journal.key(2));
    damaged[50] ^= 1;
    put(2, damaged);
    try (FaultyStore reading = FaultyStore.refusingPuts(fixture.store)) {
      String message = assertThrows(
              CorruptRecordException.class, () -> Ledger.open("l", reading, fixture.execution))
          .getMessage();
      assertTrue(message.startsWith("The journal entry of height 2 is damaged: "), message);
      assertTrue(message.endsWith("nothing was executed on it."), message);
    }
  }

  @Test
  void whatIsNoEntryIsPassedOver() throws Exception {
    for (String name : List.of(
        "README.batch",
        "99999999999999999999.batch",
        "4.batch",
        "00000000000000000009.batch.tmp",
        "folder/00000000000000000009.batch")) {
      fixture.store.put(BlobKey.of("ledgers/l/journal/" + name), new byte[0], PutMode.IF_ABSENT);
    }
    fixture.store.put(
        BlobKey.of("ledgers/l/checkpoints/old/manifest"), new byte[0], PutMode.IF_ABSENT);
    assertEquals(HEIGHTS, journal.newestHeight());
    assertEquals(HEIGHTS, fixture.ledger("l").head().height());
  }

  /** Someone who computes every digest anew, over receipts that are none. */
  @Test
  void receiptsThatCannotBeReadAreDamageNotAFailure() throws Exception {
    byte[] honest = fixture.store.get(journal.key(HEIGHTS));
    ByteString noReceipt = ByteString.copyFromUtf8("no receipt");
    forge(honest, List.of(noReceipt, noReceipt));
    assertDamaged(HEIGHTS, "it cannot be read: one of its receipts: ");
    forge(honest, ForgedRecord.receipts(honest).subList(0, 1));
    assertDamaged(HEIGHTS, "it has 2 transactions, but 1 receipts");
  }

  private void forge(byte[] honest, List<ByteString> receipts) throws Exception {
    put(HEIGHTS, ForgedRecord.withReceipts(honest, receipts));
  }

  private void put(int height, byte[] bytes) {
    fixture.store.put(journal.key(height), bytes, PutMode.OVERWRITE);
  }

  private void assertDamaged(int height, byte[] bytes) {
    put(height, bytes);
    String message =
        assertThrows(CorruptRecordException.class, () -> journal.read(height)).getMessage();
    assertTrue(
        message.startsWith("The journal entry of height " + height + " is damaged: "), message);
    String opened =
        assertThrows(CorruptRecordException.class, () -> fixture.ledger("l")).getMessage();
    assertEquals(message + " A copy is kept as " + quarantined(height, bytes) + ".", opened);
    assertArrayEquals(bytes, fixture.store.get(quarantined(height, bytes)));
    assertArrayEquals(bytes, fixture.store.get(journal.key(height)));
  }

  private static BlobKey quarantined(int height, byte[] bytes) {
    return BlobKey.of("ledgers/l/quarantine/0000000000000000000" + height + "-"
        + Sha256.of(bytes).hex() + ".batch");
  }

  private void assertDamaged(int height, String reason) {
    Verification.Damaged damaged = assertInstanceOf(
        Verification.Damaged.class,
        new ReplayVerifier("l", fixture.store, fixture.execution, Expectations.NONE)
            .verify(1, HEIGHTS, at -> {}));
    assertEquals(height, damaged.height());
    assertTrue(damaged.reason().contains(" is damaged: " + reason), damaged.reason());
  }
}
