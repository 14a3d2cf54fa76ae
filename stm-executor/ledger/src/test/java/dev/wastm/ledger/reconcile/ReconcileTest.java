package dev.wastm.ledger.reconcile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.blobstore.PutMode;
import dev.wastm.blobstore.layer.BlobStoreListener;
import dev.wastm.blobstore.layer.ObservedBlobStore;
import dev.wastm.ledger.Fixture;
import dev.wastm.ledger.ForgedRecord;
import dev.wastm.ledger.Ledger;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.ForkException;
import dev.wastm.ledger.journal.Journal;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("integration")
class ReconcileTest {
  private static final int HEIGHTS = 9;

  private Fixture fixture;
  private Journal journal;
  private BlobStore copy;

  @BeforeEach
  void execute() throws Exception {
    fixture = Fixture.open("memory:", ExecutionOptions.simplest());
    Ledger ledger = fixture.ledger("l");
    Fixture.commit(ledger, Fixture.deploy("c"));
    for (int height = 2; height <= HEIGHTS; height++) {
      Fixture.commit(ledger, Fixture.increment("c", height));
    }
    journal = new Journal(fixture.store, "l");
    copy = BlobStores.open("memory:");
    copyAll();
  }

  private void copyAll() {
    try (Stream<BlobInfo> blobs = fixture.store.list("")) {
      blobs.forEach(blob -> copy.put(blob.key(), fixture.store.get(blob.key()), PutMode.OVERWRITE));
    }
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private Comparison compare() {
    return Comparison.ofBatches("l", copy, fixture.store);
  }

  private long repair() throws Exception {
    return Repair.run("l", copy, fixture.store, compare(), fixture.execution, Optional.empty());
  }

  private void assertRepaired() {
    assertEquals(OptionalLong.empty(), compare().firstDifference());
    for (int height = 1; height <= HEIGHTS; height++) {
      assertArrayEquals(fixture.store.get(journal.key(height)), copy.get(journal.key(height)));
    }
  }

  @Test
  void equalCopiesAreTheSame() {
    assertEquals(OptionalLong.empty(), compare().firstDifference());
    assertTrue(compare().here().isConsistent());
  }

  @Test
  void aLaggingCopyIsBroughtUpToDate() throws Exception {
    for (int keep = HEIGHTS - 1; keep >= 0; keep--) {
      for (int height = keep + 1; height <= HEIGHTS; height++) {
        copy.delete(journal.key(height));
      }
      assertEquals(OptionalLong.of(keep + 1), compare().firstDifference());
      assertFalse(compare().isFork());
      Comparison quick = Comparison.ofHeaders("l", copy, fixture.store);
      assertEquals(OptionalLong.of(keep + 1), quick.firstDifference());
      assertFalse(quick.isFork());
      assertEquals(HEIGHTS - keep, repair());
      assertRepaired();
    }
  }

  @Test
  void anEmptyStoreGetsTheModulesToo() throws Exception {
    try (BlobStore empty = BlobStores.open("memory:")) {
      Comparison found = Comparison.ofBatches("l", empty, fixture.store);
      assertEquals(
          HEIGHTS,
          Repair.run("l", empty, fixture.store, found, fixture.execution, Optional.empty()));
      try (Stream<BlobInfo> modules = empty.list("modules/sha256/")) {
        assertEquals(1, modules.count());
      }
    }
  }

  @Test
  void damageIsNamedQuarantinedAndMended() throws Exception {
    byte[] damaged = copy.get(journal.key(4));
    damaged[50] ^= 1;
    copy.put(journal.key(4), damaged, PutMode.OVERWRITE);
    copy.delete(journal.key(6));
    Comparison found = compare();
    assertEquals(OptionalLong.of(4), found.firstDifference());
    assertFalse(found.isFork());
    assertEquals(3, found.here().sound());
    assertTrue(
        found.here().damage().orElseThrow().startsWith("The journal entry of height 4 is damaged"));
    assertTrue(found.there().isConsistent());
    long unused = repair();
    assertRepaired();
    try (Stream<BlobInfo> kept = copy.list("ledgers/l/quarantine/00000000000000000004-")) {
      assertArrayEquals(damaged, copy.get(kept.findFirst().orElseThrow().key()));
    }
  }

  @Test
  void aForkIsFoundAndLeftAlone() throws Exception {
    for (int from = 2; from <= HEIGHTS; from++) {
      try (Fixture other = Fixture.open("memory:", ExecutionOptions.simplest())) {
        Ledger ledger = other.ledger("l");
        Fixture.commit(ledger, Fixture.deploy("c"));
        for (int height = 2; height <= HEIGHTS; height++) {
          Fixture.commit(ledger, Fixture.increment("c", height < from ? height : 100));
        }
        Comparison found = Comparison.ofBatches("l", other.store, fixture.store);
        Comparison quick = Comparison.ofHeaders("l", other.store, fixture.store);
        assertEquals(found.firstDifference(), quick.firstDifference());
        assertTrue(quick.isFork() && quick.here().isConsistent());
        assertEquals(OptionalLong.of(from), found.firstDifference());
        assertTrue(found.isFork());
        assertTrue(found.here().isConsistent() && found.there().isConsistent());
        byte[] before = other.store.get(journal.key(from));
        String message = assertThrows(
                ForkException.class,
                () -> Repair.run(
                    "l", other.store, fixture.store, found, fixture.execution, Optional.empty()))
            .getMessage();
        assertTrue(message.contains("hold different histories from height " + from), message);
        assertArrayEquals(before, other.store.get(journal.key(from)));
      }
    }
  }

  /** Of a long history, some ten headers are read, and what comes after the last checkpoint before the difference. */
  @Test
  void theFirstDifferenceIsFoundByFewReads() throws Exception {
    Ledger ours = fixture.ledger("long");
    Fixture.commit(ours, Fixture.deploy("c"));
    while (ours.head().height() < 290) {
      Fixture.commit(ours, Fixture.increment("c", 1));
      if (ours.head().height() % 20 == 0) {
        ours.checkpoint();
      }
    }
    copyAll();
    AtomicInteger reads = new AtomicInteger();
    Comparison same = Comparison.ofHeaders("long", counted(copy, reads), fixture.store);
    assertEquals(OptionalLong.empty(), same.firstDifference());
    assertFalse(same.here().isRead());
    assertEquals(1, reads.getAndSet(0));
    Ledger theirs = Fixture.open("long", copy, fixture.execution);
    while (ours.head().height() < 300) {
      Fixture.commit(ours, Fixture.increment("c", 2));
      Fixture.commit(theirs, Fixture.increment("c", 3));
    }
    Comparison found = Comparison.ofHeaders("long", counted(copy, reads), fixture.store);
    assertEquals(OptionalLong.of(291), found.firstDifference());
    assertTrue(found.isFork() && found.here().isConsistent() && found.there().isConsistent());
    int bisection = 10;
    int sinceCheckpoint = 1 + 10;
    int afterwards = 10;
    assertEquals(bisection + sinceCheckpoint + afterwards, reads.get(), 2.0);
  }

  private static BlobStore counted(BlobStore store, AtomicInteger journalReads) {
    return new ObservedBlobStore(store, (operation, subject) -> {
      if (operation == BlobStoreListener.Operation.READ && subject.contains("/journal/")) {
        journalReads.incrementAndGet();
      }
      return new BlobStoreListener.Call() {
        @Override
        public void succeeded(long amount) {}

        @Override
        public void failed(Throwable failure) {}
      };
    });
  }

  /** Damage under equal headers is found by reading all, and damage where they differ in any case. */
  @Test
  void damageIsFoundWhereItIsLookedFor() {
    byte[] damaged = copy.get(journal.key(3));
    damaged[50] ^= 1;
    copy.put(journal.key(3), damaged, PutMode.OVERWRITE);
    assertEquals(
        OptionalLong.empty(), Comparison.ofHeaders("l", copy, fixture.store).firstDifference());
    assertEquals(OptionalLong.of(3), compare().firstDifference());
    copy.delete(journal.key(HEIGHTS));
    Comparison found = Comparison.ofHeaders("l", copy, fixture.store);
    assertEquals(OptionalLong.of(3), found.firstDifference());
    assertFalse(found.here().isConsistent());
    assertTrue(found.there().isConsistent());
  }

  /** A source that lies consistently is found out by execution, and nothing of the lie is taken. */
  @Test
  void whatDoesNotComeOutAgainIsNotTaken() throws Exception {
    copy.delete(journal.key(HEIGHTS));
    byte[] lie = ForgedRecord.withAnotherReceipt(fixture.store.get(journal.key(HEIGHTS)));
    fixture.store.put(journal.key(HEIGHTS), lie, PutMode.OVERWRITE);
    String message = assertThrows(CorruptRecordException.class, this::repair).getMessage();
    assertTrue(message.contains("executed again it does not come out as it is recorded"), message);
    assertTrue(copy.head(journal.key(HEIGHTS)).isEmpty());
  }
}
