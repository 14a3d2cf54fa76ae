package dev.wastm.blobstore.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobSource;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.blobstore.PutMode;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each way to break a promise is found, and said. */
@Tag("integration")
class StoreCheckTest {
  private static final BlobKey FOREIGN = BlobKey.of("someone/elses.bin");

  private final BlobStore memory = BlobStores.open("memory:");
  private final List<StoreCheck.Result> results = new ArrayList<>();

  @Test
  void goodStoresKeepEveryPromiseAndAreLeftAsTheyWere(@TempDir Path directory) throws Exception {
    for (BlobStore store : List.of(memory, BlobStores.open("file:" + directory))) {
      store.put(FOREIGN, new byte[] {1}, PutMode.IF_ABSENT);
      results.clear();
      assertTrue(check(store), results.toString());
      assertEquals(9, results.size());
      assertTrue(results.stream().allMatch(StoreCheck.Result::kept));
      assertEquals(List.of(new BlobInfo(FOREIGN, 1)), store.list("").toList());
    }
  }

  @Test
  void aStoreThatIgnoresIfAbsentIsFound() throws Exception {
    BlobStore overwriting = new AlteredStore(memory) {
      @Override
      public void put(BlobKey key, BlobSource source, PutMode mode) {
        store.put(key, source, PutMode.OVERWRITE);
      }
    };
    assertFalse(check(overwriting));
    assertBroken("puts if absent leave alone what is there", "succeeded though the object was");
    assertBroken(
        "one winner of concurrent puts if absent",
        "16 succeeded instead of one; this store cannot keep ledgers.");
    assertBroken("one winner of concurrent large puts if absent", "Of 2 concurrent puts");
    assertEquals(0, memory.list("").count());
  }

  @Test
  void aStoreThatChecksAndThenPutsLosesTheRace() throws Exception {
    BlobStore checkThenPut = new AlteredStore(memory) {
      @Override
      public void put(BlobKey key, BlobSource source, PutMode mode) {
        if (mode == PutMode.IF_ABSENT && store.head(key).isPresent()) {
          throw BlobStoreException.alreadyExists(this, key, null);
        }
        sleepAMoment();
        store.put(key, source, PutMode.OVERWRITE);
      }
    };
    assertFalse(check(checkThenPut));
    assertBroken("one winner of concurrent puts if absent", "succeeded instead of one");
    assertEquals(
        1,
        results.stream()
            .filter(r -> r.promise().contains("leave alone"))
            .filter(StoreCheck.Result::kept)
            .count());
  }

  @Test
  void staleReadsAreFound() throws Exception {
    BlobStore stale = new AlteredStore(memory) {
      @Override
      public void put(BlobKey key, BlobSource source, PutMode mode) {
        if (mode == PutMode.OVERWRITE && store.head(key).isPresent()) {
          return;
        }
        store.put(key, source, mode);
      }
    };
    assertFalse(check(stale));
    assertBroken("reads after writes", "has other bytes than put.");
  }

  @Test
  void rangesThatAreIgnoredAreFound() throws Exception {
    BlobStore whole = new AlteredStore(memory) {
      @Override
      public InputStream open(BlobKey key, long offsetBytes, long lengthBytes) {
        return store.open(key);
      }
    };
    assertFalse(check(whole));
    assertBroken("ranged reads", "from 3 on gave 10 bytes, which are not the 4 that are there.");
  }

  @Test
  void aListingInAnotherOrderOrOfOnePageIsFound() throws Exception {
    BlobStore ignoringCase = new AlteredStore(memory) {
      @Override
      public Stream<BlobInfo> list(String prefix) {
        return store
            .list(prefix)
            .sorted(Comparator.comparing(
                info -> info.key().value().toLowerCase(java.util.Locale.ROOT)));
      }
    };
    assertFalse(check(ignoringCase));
    assertBroken("listing in order", "instead of [few/A/z, few/a+b/c");
    results.clear();
    BlobStore onePage = new AlteredStore(memory) {
      @Override
      public Stream<BlobInfo> list(String prefix) {
        return store.list(prefix).limit(1_000);
      }
    };
    assertFalse(check(onePage));
    assertBroken("listing in order", "Of 1010 objects 1000 are listed.");
    assertEquals(0, memory.list("").count());
  }

  @Test
  void deletionThatDoesNothingIsFoundAndWhatIsLeftIsSaid() throws Exception {
    BlobStore keeping = new AlteredStore(memory) {
      @Override
      public void delete(BlobKey key) {}
    };
    assertFalse(check(keeping));
    assertBroken("deletion", "is still there.");
    assertBroken("nothing left behind", "objects could not be removed; their keys begin with");
  }

  @Test
  void aStoreThatCannotBeUsedIsSaidOnce() throws Exception {
    BlobStore denying = new AlteredStore(memory) {
      @Override
      public void put(BlobKey key, BlobSource source, PutMode mode) {
        throw BlobStoreException.denied("No writing here.", null);
      }
    };
    assertFalse(check(denying));
    assertEquals(
        List.of(
            new StoreCheck.Result("can be used", Optional.of("No writing here.")),
            new StoreCheck.Result("nothing left behind", Optional.empty())),
        results);
  }

  private boolean check(BlobStore store) throws InterruptedException {
    return new StoreCheck(store).run(results::add);
  }

  private void assertBroken(String promise, String how) {
    StoreCheck.Result result = results.stream()
        .filter(r -> r.promise().startsWith(promise))
        .findFirst()
        .orElseThrow();
    assertTrue(result.failure().orElse("kept").contains(how), result.toString());
  }

  private static void sleepAMoment() {
    try {
      Thread.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
