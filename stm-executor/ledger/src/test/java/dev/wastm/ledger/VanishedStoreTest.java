package dev.wastm.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.ledger.batch.Batch;
import dev.wastm.ledger.execution.ExecutionOptions;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.journal.ForkException;
import dev.wastm.ledger.journal.Journal;
import dev.wastm.ledger.journal.StoreIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Disks that are not mounted, and wrong ones that are: nothing is appended there, and the ledger is none the worse. */
class VanishedStoreTest {
  @TempDir
  private Path folder;

  private Path disk;
  private Fixture fixture;
  private Ledger ledger;

  @BeforeEach
  void open() throws Exception {
    disk = folder.resolve("disk");
    fixture = Fixture.open("file:" + disk, ExecutionOptions.simplest());
    StoreIdentity unused = StoreIdentity.ensure(fixture.store);
    ledger = fixture.ledger("l");
    ledger.establish(Optional.empty());
    Fixture.commit(ledger, Fixture.deploy("c"));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static String unavailable(Executable call) {
    BlobStoreException refused = assertThrows(BlobStoreException.class, call);
    assertEquals(BlobStoreException.Kind.UNAVAILABLE, refused.kind());
    return refused.getMessage();
  }

  @Test
  void nothingIsAppendedWhileTheDiskIsGone() throws Exception {
    Batch next = Fixture.seal(ledger, Fixture.increment("c", 1));
    Path elsewhere = folder.resolve("elsewhere");
    Files.move(disk, elsewhere);
    assertTrue(unavailable(() -> ledger.commit(next)).contains("has vanished"));
    assertTrue(unavailable(ledger::catchUp).contains("has vanished"));
    assertTrue(unavailable(ledger::checkpoint).contains("has vanished"));
    assertFalse(Files.exists(disk));
    Files.move(elsewhere, disk);
    assertEquals(2, ledger.commit(next).outcome().batch().height());
  }

  /** Another store behind the same name, as another process would see it: with a ledger of that name, or with none. */
  @Test
  void nothingIsAppendedToAnotherStore() throws Exception {
    for (boolean isEmpty : new boolean[] {true, false}) {
      try (SwappedStore store = new SwappedStore(fixture.store);
          BlobStore other = BlobStores.open("memory:")) {
        Ledger held = Ledger.open("l", store, fixture.execution);
        if (!isEmpty) {
          Rewriting.commit(other, "l", MODULELESS);
        }
        Batch next = Fixture.seal(held, Fixture.increment("c", 1));
        store.swap(other);
        assertTrue(unavailable(() -> held.commit(next)).contains("is not the one"));
        assertTrue(unavailable(held::checkpoint).contains("is not the one"));
        Digest known = held.head().hash();
        assertTrue(unavailable(() -> held.requireReaches(1, known)).contains("is not the one"));
        assertEquals(isEmpty ? 0 : 1, new Journal(other, "l").newestHeight());
      }
    }
  }

  private static final String MODULELESS =
      "{\"actor\":\"system\",\"method\":\"requireSignatures\",\"sender\":\"eve\"}\n";

  @Test
  void aStoreThatHasLessOfTheLedgerIsRefused() throws Exception {
    Digest first = ledger.head().hash();
    Fixture.commit(ledger, Fixture.increment("c", 1));
    Digest second = ledger.head().hash();
    ledger.requireReaches(1, first);
    ledger.requireReaches(2, second);
    assertTrue(unavailable(() -> ledger.requireReaches(3, second))
        .contains("up to height 2, and it stood at 3"));
    assertThrows(ForkException.class, () -> ledger.requireReaches(2, first));
    try (BlobStore empty = BlobStores.open("memory:")) {
      Ledger none = Ledger.open("l", empty, fixture.execution);
      assertTrue(unavailable(() -> none.requireReaches(2, second)).contains("up to height 0"));
      assertTrue(unavailable(() -> none.requireReaches(0, Sha256.of(new byte[0])))
          .contains("up to height 0"));
      assertEquals(Optional.empty(), StoreIdentity.find(empty));
    }
  }
}
