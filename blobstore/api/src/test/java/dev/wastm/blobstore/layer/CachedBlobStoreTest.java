package dev.wastm.blobstore.layer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.blobstore.BlobStoreException.Kind;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.blobstore.PutMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cache of content over a store. */
class CachedBlobStoreTest {
  private static final byte[] BYTES = "some content".getBytes(UTF_8);
  private static final Sha256 DIGEST = Sha256.of(BYTES);

  private final BlobStore store = BlobStores.open("memory:");
  private final AtomicInteger fetches = new AtomicInteger();

  @TempDir
  private Path directory;

  @Test
  void whatHasAnotherDigestInTheStoreIsGivenAsItIsAndNotKept() throws IOException {
    byte[] damaged = "some c0ntent".getBytes(UTF_8);
    store.put(ContentKeys.key(DIGEST), damaged, PutMode.OVERWRITE);
    assertArrayEquals(damaged, cached(100).get(ContentKeys.key(DIGEST)));
    assertEquals(0, sizeOfDirectory());
  }

  @Test
  void whatIsLargerThanItsReaderTakesIsRefusedThoughItIsCached() {
    put(BYTES);
    assertArrayEquals(BYTES, cached(100).get(ContentKeys.key(DIGEST), BYTES.length));
    for (BlobStore reader : List.of(cached(100), store)) {
      assertEquals(
          Kind.TOO_LARGE,
          assertThrows(
                  BlobStoreException.class,
                  () -> reader.get(ContentKeys.key(DIGEST), BYTES.length - 1))
              .kind());
    }
  }

  @Test
  void whatIsNotContentIsNeverCached() throws IOException {
    BlobKey key = BlobKey.of("tags/newest");
    for (int i = 0; i < 3; i++) {
      store.put(key, new byte[] {(byte) i}, PutMode.OVERWRITE);
      assertArrayEquals(new byte[] {(byte) i}, cached(100).get(key, 9));
      assertArrayEquals(new byte[] {(byte) i}, cached(100).find(key).orElseThrow());
    }
    assertEquals(0, sizeOfDirectory());
  }

  @Test
  void absentContentIsNotFoundThroughTheCacheToo() {
    BlobStoreException e = assertThrows(BlobStoreException.class, () -> get(cached(100), DIGEST));
    assertEquals(Kind.NOT_FOUND, e.kind());
  }

  @Test
  void aDigestIsHexadecimal() {
    assertEquals(
        "\"ABC\" is not a SHA-256 digest; that is 64 lower-case hexadecimal digits.",
        assertThrows(IllegalArgumentException.class, () -> new Sha256("ABC")).getMessage());
  }

  @Test
  void whatIsCachedIsNotFetchedAgain() {
    put(BYTES);
    assertArrayEquals(BYTES, get(cached(100), DIGEST));
    assertArrayEquals(BYTES, get(cached(100), DIGEST));
    assertEquals(1, fetches.get());
  }

  @Test
  void aDamagedEntryIsFetchedAgain() throws IOException {
    put(BYTES);
    get(cached(100), DIGEST);
    for (byte[] damaged : List.of(new byte[0], "some c0ntent".getBytes(UTF_8))) {
      Files.write(directory.resolve(DIGEST.hex()), damaged);
      int before = fetches.get();
      assertArrayEquals(BYTES, get(cached(100), DIGEST));
      assertArrayEquals(BYTES, get(cached(100), DIGEST));
      assertEquals(before + 1, fetches.get());
    }
  }

  @Test
  void theLeastRecentlyUsedGoesFirst() throws IOException {
    List<Sha256> digests = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      digests.add(put(new byte[] {(byte) i, 0, 0, 0, 0, 0, 0, 0, 0, 0}));
    }
    BlobStore cache = cached(30);
    for (int i = 0; i < 3; i++) {
      get(cache, digests.get(i));
      Files.setLastModifiedTime(
          directory.resolve(digests.get(i).hex()), FileTime.from(Instant.ofEpochSecond(1000 + i)));
    }
    get(cache, digests.get(0));
    get(cache, digests.get(3));
    assertTrue(Files.exists(directory.resolve(digests.get(0).hex())), "used again");
    assertTrue(Files.notExists(directory.resolve(digests.get(1).hex())), "used longest ago");
    assertTrue(sizeOfDirectory() <= 30);
  }

  @Test
  void whatIsLargerThanTheCacheIsNotCached() throws IOException {
    put(BYTES);
    assertArrayEquals(BYTES, get(cached(5), DIGEST));
    assertEquals(0, sizeOfDirectory());
  }

  @Test
  void aCacheThatCannotBeWrittenIsNoFailure() throws IOException {
    put(BYTES);
    Path file = Files.createFile(directory.resolve("file"));
    assertArrayEquals(BYTES, new DiskCache(file, 100).get(DIGEST, () -> BYTES));
  }

  @Test
  void sharedCachesGiveRightBytesWhileTheyEvict() throws Exception {
    List<Sha256> digests = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      digests.add(put(("content " + i).repeat(100).getBytes(UTF_8)));
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Integer>> readers = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        int first = thread;
        readers.add(() -> {
          BlobStore cache = cached(5_000);
          for (int i = 0; i < 500; i++) {
            Sha256 digest = digests.get((first + i * 7) % digests.size());
            assertEquals(digest, Sha256.of(get(cache, digest)));
          }
          return 0;
        });
      }
      for (Future<Integer> reader : threads.invokeAll(readers)) {
        reader.get();
      }
    } finally {
      threads.shutdownNow();
    }
    get(cached(5_000), digests.get(0));
    assertTrue(
        sizeOfDirectory() <= 5_000 + 4 * 1_000, "bounded, but for what each may just have added");
  }

  private Sha256 put(byte[] bytes) {
    return ContentKeys.put(store, bytes);
  }

  private static byte[] get(BlobStore from, Sha256 digest) {
    return from.get(ContentKeys.key(digest));
  }

  private BlobStore cached(long capacityBytes) {
    BlobStore counted = new ObservedBlobStore(store, (operation, subject) -> {
      fetches.incrementAndGet();
      return new BlobStoreListener.Call() {
        @Override
        public void succeeded(long amount) {}

        @Override
        public void failed(Throwable failure) {}
      };
    });
    return new CachedBlobStore(
        counted, new DiskCache(directory, capacityBytes), ContentKeys::digest);
  }

  private long sizeOfDirectory() throws IOException {
    long total = 0;
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        total += Files.size(file);
      }
    }
    return total;
  }
}
