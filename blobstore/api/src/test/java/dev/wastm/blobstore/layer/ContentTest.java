package dev.wastm.blobstore.layer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

class ContentTest {
  private static final byte[] BYTES = "some content".getBytes(UTF_8);
  private static final Sha256 DIGEST = Sha256.of(BYTES);

  private final BlobStore store = BlobStores.open("memory:");
  private final ContentStore content = new ContentStore(store, "c/", ".bin");
  private final AtomicInteger fetches = new AtomicInteger();

  @TempDir
  private Path directory;

  @Test
  void contentIsStoredOnceUnderItsDigest() {
    assertEquals(
        "290f493c44f5d63d06b374d0a5abd292fae38b92cab2fae5efefe1b0e9347f56",
        content.put(BYTES).hex());
    assertEquals(DIGEST, content.put(BYTES));
    assertArrayEquals(BYTES, content.get(DIGEST));
    assertEquals("c/" + DIGEST + ".bin", content.key(DIGEST).value());
  }

  @Test
  void damagedContentIsFound() {
    store.put(content.key(DIGEST), "some c0ntent".getBytes(UTF_8), PutMode.OVERWRITE);
    BlobStoreException e = assertThrows(BlobStoreException.class, () -> content.get(DIGEST));
    assertEquals(Kind.CORRUPT, e.kind());
    assertTrue(
        e.getMessage()
            .startsWith("The object c/" + DIGEST + ".bin in memory: is damaged: its SHA-256 is "),
        e.getMessage());
  }

  @Test
  void absentContentIsNotFoundThroughTheCacheToo() {
    BlobStoreException e =
        assertThrows(BlobStoreException.class, () -> cache(100).get(DIGEST));
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
    content.put(BYTES);
    assertArrayEquals(BYTES, cache(100).get(DIGEST));
    assertArrayEquals(BYTES, cache(100).get(DIGEST));
    assertEquals(1, fetches.get());
  }

  @Test
  void aDamagedEntryIsFetchedAgain() throws IOException {
    content.put(BYTES);
    cache(100).get(DIGEST);
    for (byte[] damaged : List.of(new byte[0], "some c0ntent".getBytes(UTF_8))) {
      Files.write(directory.resolve(DIGEST.hex()), damaged);
      int before = fetches.get();
      assertArrayEquals(BYTES, cache(100).get(DIGEST));
      assertArrayEquals(BYTES, cache(100).get(DIGEST));
      assertEquals(before + 1, fetches.get());
    }
  }

  @Test
  void theLeastRecentlyUsedGoesFirst() throws IOException {
    List<Sha256> digests = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      digests.add(content.put(new byte[] {(byte) i, 0, 0, 0, 0, 0, 0, 0, 0, 0}));
    }
    DiskCache cache = cache(30);
    for (int i = 0; i < 3; i++) {
      cache.get(digests.get(i));
      Files.setLastModifiedTime(
          directory.resolve(digests.get(i).hex()), FileTime.from(Instant.ofEpochSecond(1000 + i)));
    }
    cache.get(digests.get(0));
    cache.get(digests.get(3));
    assertTrue(Files.exists(directory.resolve(digests.get(0).hex())), "used again");
    assertTrue(Files.notExists(directory.resolve(digests.get(1).hex())), "used longest ago");
    assertTrue(sizeOfDirectory() <= 30);
  }

  @Test
  void whatIsLargerThanTheCacheIsNotCached() throws IOException {
    content.put(BYTES);
    assertArrayEquals(BYTES, cache(5).get(DIGEST));
    assertEquals(0, sizeOfDirectory());
  }

  @Test
  void aCacheThatCannotBeWrittenIsNoFailure() throws IOException {
    content.put(BYTES);
    Path file = Files.createFile(directory.resolve("file"));
    assertArrayEquals(BYTES, new DiskCache(content, file, 100).get(DIGEST));
  }

  @Test
  void sharedCachesGiveRightBytesWhileTheyEvict() throws Exception {
    List<Sha256> digests = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      digests.add(content.put(("content " + i).repeat(100).getBytes(UTF_8)));
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Integer>> readers = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        int first = thread;
        readers.add(() -> {
          DiskCache cache = cache(5_000);
          for (int i = 0; i < 500; i++) {
            Sha256 digest = digests.get((first + i * 7) % digests.size());
            assertEquals(digest, Sha256.of(cache.get(digest)));
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
    cache(5_000).get(digests.get(0));
    assertTrue(
        sizeOfDirectory() <= 5_000 + 4 * 1_000, "bounded, but for what each may just have added");
  }

  private DiskCache cache(long capacityBytes) {
    Content counted = digest -> {
      fetches.incrementAndGet();
      return content.get(digest);
    };
    return new DiskCache(counted, directory, capacityBytes);
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
