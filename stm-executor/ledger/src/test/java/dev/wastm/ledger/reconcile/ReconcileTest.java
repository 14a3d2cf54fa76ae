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
import dev.wastm.ledger.Fixture;
import dev.wastm.ledger.Ledger;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.ForkException;
import dev.wastm.ledger.journal.Journal;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
    try (Stream<BlobInfo> blobs = fixture.store.list("")) {
      blobs.forEach(blob -> copy.put(blob.key(), fixture.store.get(blob.key()), PutMode.IF_ABSENT));
    }
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private Comparison compare() {
    return Comparison.of("l", copy, fixture.store);
  }

  private long repair() throws Exception {
    return Repair.run("l", copy, fixture.store, compare(), fixture.execution);
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
      assertEquals(HEIGHTS - keep, repair());
      assertRepaired();
    }
  }

  @Test
  void anEmptyStoreGetsTheModulesToo() throws Exception {
    try (BlobStore empty = BlobStores.open("memory:")) {
      Comparison found = Comparison.of("l", empty, fixture.store);
      assertEquals(HEIGHTS, Repair.run("l", empty, fixture.store, found, fixture.execution));
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
    assertEquals(3, found.here().sound().height());
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
        Comparison found = Comparison.of("l", other.store, fixture.store);
        assertEquals(OptionalLong.of(from), found.firstDifference());
        assertTrue(found.isFork());
        assertTrue(found.here().isConsistent() && found.there().isConsistent());
        byte[] before = other.store.get(journal.key(from));
        String message = assertThrows(
                ForkException.class,
                () -> Repair.run("l", other.store, fixture.store, found, fixture.execution))
            .getMessage();
        assertTrue(message.contains("hold different histories from height " + from), message);
        assertArrayEquals(before, other.store.get(journal.key(from)));
      }
    }
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
