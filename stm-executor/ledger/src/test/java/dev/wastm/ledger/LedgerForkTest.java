package dev.wastm.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobSource;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.ledger.bundle.Bundle;
import dev.wastm.ledger.bundle.BundleExport;
import dev.wastm.ledger.execution.BatchExecution;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.journal.CorruptRecordException;
import dev.wastm.ledger.journal.ForkException;
import dev.wastm.ledger.journal.Genesis;
import dev.wastm.ledger.journal.GenesisFile;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.journal.LedgerHead;
import dev.wastm.ledger.module.ModuleStore;
import dev.wastm.ledger.replay.Expectations;
import dev.wastm.ledger.replay.ReplayVerifier;
import dev.wastm.ledger.replay.Verification;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerForkTest {
  private Fixture fixture;
  private Ledger old;

  @BeforeEach
  void execute() throws Exception {
    fixture = Fixture.open("memory:", ExecutionOptions.simplest());
    old = fixture.ledger("old");
    Fixture.commit(old, Fixture.deploy("c") + Fixture.increment("c", 5));
    Fixture.commit(old, Fixture.increment("c", 1));
    Fixture.commit(old, Fixture.increment("c", 100));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private Verification verify(String ledger, long from, long to) {
    return new ReplayVerifier(ledger, fixture.store, fixture.execution, Expectations.NONE)
        .verify(from, to, height -> {});
  }

  @Test
  void aForkHasThePastAndAFutureOfItsOwn() throws Exception {
    LedgerHead head = LedgerFork.create(fixture.store, "old", 2, "new", Optional.empty());
    assertEquals(2, head.height());
    Ledger fork = fixture.ledger("new");
    assertEquals(head.hash(), fork.head().hash());
    assertEquals(
        "{\"value\":16}",
        Fixture.commit(fork, Fixture.increment("c", 10))
            .outcome()
            .receipts()
            .get(0)
            .output()
            .toStringUtf8());
    fork.checkpoint();
    assertEquals(3, fixture.ledger("new").head().height());
    assertEquals("new", fork.head().header().orElseThrow().header().ledger());
    assertInstanceOf(Verification.Verified.class, verify("new", 1, 3));
    assertInstanceOf(Verification.Verified.class, verify("new", 3, 3));
    assertInstanceOf(Verification.Verified.class, verify("old", 1, 3));
  }

  @Test
  void aForkOutlivesWhatItComesFrom() throws Exception {
    LedgerHead unused = LedgerFork.create(fixture.store, "old", 2, "new", Optional.empty());
    try (Stream<BlobInfo> blobs = fixture.store.list("ledgers/old/")) {
      blobs.toList().forEach(blob -> fixture.store.delete(blob.key()));
    }
    Fixture.commit(fixture.ledger("new"), Fixture.increment("c", 1));
    assertInstanceOf(Verification.Verified.class, verify("new", 1, 3));
    for (long from = 1; from <= 3; from++) {
      ByteArrayOutputStream bundle = new ByteArrayOutputStream();
      BundleExport.write(fixture.store, "new", from, 3, bundle);
      assertInstanceOf(
          Verification.Verified.class,
          Bundle.open(BlobSource.of(bundle.toByteArray()), 64L * 1024 * 1024)
              .verify(
                  store -> BatchExecution.open(ExecutionOptions.simplest(), new ModuleStore(store)),
                  Expectations.NONE,
                  height -> {}));
    }
  }

  @Test
  void aForkOfAForkHasThePastsOfBoth() throws Exception {
    LedgerHead unused = LedgerFork.create(fixture.store, "old", 2, "new", Optional.empty());
    Fixture.commit(fixture.ledger("new"), Fixture.increment("c", 1));
    for (long height = 1; height <= 3; height++) {
      String name = "newer-" + height;
      LedgerHead head = LedgerFork.create(fixture.store, "new", height, name, Optional.empty());
      assertEquals(height, head.height());
      Fixture.commit(fixture.ledger(name), Fixture.increment("c", 1));
      assertInstanceOf(Verification.Verified.class, verify(name, 1, height + 1));
    }
  }

  /** A fork that dies at any operation is no ledger that anyone could go on with, until it is made again, and then is whole. */
  @Test
  void aForkThatIsCutOffIsCompleted() throws Exception {
    int operations = 0;
    boolean done = false;
    while (!done) {
      operations++;
      String name = "new-" + operations;
      FaultyStore store = FaultyStore.failing(
          fixture.store, operations, FaultyStore.Fault.BEFORE, FaultyStore.Then.DEAD);
      try {
        LedgerHead unused = LedgerFork.create(store, "old", 2, name, Optional.empty());
        done = true;
      } catch (BlobStoreException e) {
        boolean isFork = fixture.store.head(GenesisFile.key(name)).isPresent();
        boolean isEmpty = new Journal(fixture.store, name).newestHeight() == 0;
        if (!isFork && !isEmpty) {
          assertThrows(CorruptRecordException.class, () -> fixture.ledger(name));
        }
      }
      assertEquals(
          2, LedgerFork.create(fixture.store, "old", 2, name, Optional.empty()).height());
      assertEquals(2, fixture.ledger(name).head().height());
    }
    assertTrue(operations > 8);
  }

  @Test
  void nothingIsOverwritten() throws Exception {
    Fixture.commit(fixture.ledger("other"), Fixture.deploy("x"));
    Map<String, Digest> before = StoreContents.of(fixture.store, "ledgers/other/");
    for (long height = 1; height <= 3; height++) {
      long at = height;
      String message = assertThrows(
              ForkException.class,
              () -> LedgerFork.create(fixture.store, "old", at, "other", Optional.empty()))
          .getMessage();
      assertTrue(message.startsWith("There is another ledger \"other\" already"), message);
    }
    for (long height = 1; height <= 3; height++) {
      long at = height;
      assertThrows(
          ForkException.class,
          () -> LedgerFork.create(fixture.store, "old", at, "old", Optional.empty()));
    }
    assertEquals(before, StoreContents.of(fixture.store, "ledgers/other/"));
    assertThrows(
        CorruptRecordException.class,
        () -> LedgerFork.create(fixture.store, "old", 9, "new", Optional.empty()));
  }

  /** Without its genesis, or with one that says less, a fork's past is not its own. */
  @Test
  void recordsOfAnotherLedgerNeedAnOrigin() throws Exception {
    LedgerHead fork = LedgerFork.create(fixture.store, "old", 2, "new", Optional.empty());
    fixture.store.delete(GenesisFile.key("new"));
    String message = assertThrows(
            CorruptRecordException.class,
            () -> Ledger.open("new", fixture.store, fixture.execution))
        .getMessage();
    assertTrue(message.startsWith("The genesis of the ledger \"new\" is missing."), message);
    Genesis.Origin less = new Genesis.Origin(
        new Journal(fixture.store, "old").require(1).header(), Fixture.genesis("old"));
    Genesis genesis = fork.genesis().genesis();
    assertTrue(new GenesisFile(fixture.store, "new")
        .put(new Genesis(
                genesis.epoch(),
                genesis.ledger(),
                genesis.store(),
                genesis.createdMs(),
                genesis.id(),
                genesis.founder(),
                Optional.of(less))
            .seal()));
    assertThrows(CorruptRecordException.class, () -> fixture.ledger("new"));
  }

  /** The genesis of a ledger names what it parts from, back to the first one; nobody who reads it needs the other ledgers. */
  @Test
  void aForkOfAForkNamesBothOrigins() throws Exception {
    LedgerHead fork = LedgerFork.create(fixture.store, "old", 2, "new", Optional.empty());
    Fixture.commit(fixture.ledger("new"), Fixture.increment("c", 1));
    Genesis.Sealed newer =
        LedgerFork.create(fixture.store, "new", 3, "newer", Optional.empty()).genesis();
    assertEquals(Fixture.genesis("old"), newer.at(1));
    assertEquals(Fixture.genesis("old"), newer.at(2));
    assertEquals(fork.genesis(), newer.at(3));
    assertEquals(newer, newer.at(4));
    assertEquals(newer, new GenesisFile(fixture.store, "newer").find().orElseThrow());
  }
}
