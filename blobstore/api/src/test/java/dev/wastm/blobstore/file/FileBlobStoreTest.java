package dev.wastm.blobstore.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.blobstore.PutMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class FileBlobStoreTest {
  @TempDir
  private Path root;

  @Test
  void anObjectsPathIsItsKey() {
    put("modules/sha256/abc.wasm", "ledgers/main/journal/1.batch");
    assertTrue(Files.isRegularFile(root.resolve("modules/sha256/abc.wasm")));
    assertTrue(Files.isRegularFile(root.resolve("ledgers/main/journal/1.batch")));
  }

  @Test
  void aDirectoryWithADotAndAnObjectWithoutOneAreMarked() {
    put("a", "a/b", "v1.0/x", "v1.0");
    assertTrue(Files.isRegularFile(root.resolve("a%")));
    assertTrue(Files.isRegularFile(root.resolve("a/b%")));
    assertTrue(Files.isRegularFile(root.resolve("v1.0%/x%")));
    assertTrue(Files.isRegularFile(root.resolve("v1.0")));
    assertEquals(List.of("a", "a/b", "v1.0", "v1.0/x"), keys());
  }

  @Test
  void foreignFilesAreNotObjects() throws IOException {
    put("a.x");
    Files.createFile(root.resolve("README"));
    Files.createFile(root.resolve("with space.txt"));
    Files.createFile(root.resolve("b.x%"));
    Files.createDirectory(root.resolve("lost.found"));
    Files.createDirectory(root.resolve("empty"));
    assertEquals(List.of("a.x"), keys());
  }

  @Test
  void stagedFilesAreNotListedAndOldOnesAreSwept() throws IOException {
    put("a.x");
    Path staged = root.resolve(FileNames.STAGED);
    Path old = Files.createFile(staged.resolve("old"));
    Path recent = Files.createFile(staged.resolve("recent"));
    Duration justAbandoned = Staging.ABANDONED_AFTER.plusMinutes(1);
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(justAbandoned)));
    assertEquals(List.of("a.x"), keys());
    assertFalse(Files.exists(old), "a leftover is swept by the next open");
    assertTrue(Files.exists(recent), "what may be a living put's is left alone");
  }

  @Test
  void aPutLeavesNoStagedFile() throws IOException {
    put("a.x", "b.x");
    try (Stream<Path> staged = Files.list(root.resolve(FileNames.STAGED))) {
      assertEquals(0, staged.count());
    }
  }

  @Test
  void aDeleteRemovesTheDirectoriesThatItLeavesEmpty() throws IOException {
    put("a/b/c/1.x", "a/b/2.x");
    try (BlobStore store = BlobStores.open("file:" + root)) {
      store.delete(BlobKey.of("a/b/c/1.x"));
      assertFalse(Files.exists(root.resolve("a/b/c")));
      assertTrue(Files.exists(root.resolve("a/b/2.x")));
      store.delete(BlobKey.of("a/b/2.x"));
      assertEquals(List.of(root.resolve(FileNames.STAGED)), children(root));
    }
  }

  @Test
  void putsAndDeletesInOneDirectoryDoNotDisturbEachOther() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (BlobStore store = BlobStores.open("file:" + root)) {
      List<Callable<Boolean>> calls = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        BlobKey key = BlobKey.of("some/inner/" + thread % 2 + "/" + thread + ".x");
        PutMode mode = thread < 4 ? PutMode.IF_ABSENT : PutMode.OVERWRITE;
        calls.add(() -> {
          for (int i = 0; i < 100; i++) {
            store.put(key, new byte[] {(byte) i}, mode);
            assertArrayEquals(new byte[] {(byte) i}, store.get(key));
            store.delete(key);
          }
          return true;
        });
      }
      for (Future<Boolean> done : threads.invokeAll(calls)) {
        done.get();
      }
      assertEquals(List.of(root.resolve(FileNames.STAGED)), children(root));
    } finally {
      threads.shutdownNow();
    }
  }

  /** A disk that is not mounted: what is written meanwhile would be missing when it is back. */
  @Test
  void aDirectoryThatVanishesIsNotMadeAgain() throws IOException {
    BlobKey key = BlobKey.of("a/1.x");
    try (BlobStore store = BlobStores.open("file:" + root)) {
      store.put(key, new byte[] {1}, PutMode.IF_ABSENT);
      Path elsewhere = root.resolveSibling("elsewhere");
      Files.move(root, elsewhere);
      assertRefused("has vanished", store, key);
      assertFalse(Files.exists(root));
      Files.createDirectory(root);
      assertRefused("is another one than when this process opened", store, key);
      assertEquals(List.of(), children(root));
      Files.delete(root);
      Files.move(elsewhere, root);
      assertArrayEquals(new byte[] {1}, store.get(key));
      store.put(BlobKey.of("a/2.x"), new byte[] {2}, PutMode.IF_ABSENT);
      assertEquals(2, store.list("a/").count());
    }
  }

  private static void assertRefused(String why, BlobStore store, BlobKey key) {
    List<Executable> calls = List.of(
        () -> store.put(key, new byte[] {2}, PutMode.OVERWRITE),
        () -> store.put(BlobKey.of("b"), new byte[] {2}, PutMode.IF_ABSENT),
        () -> store.get(key),
        () -> store.head(key),
        () -> store.list("").count());
    for (Executable call : calls) {
      BlobStoreException refused = assertThrows(BlobStoreException.class, call);
      assertTrue(refused.getMessage().contains(why), refused.getMessage());
      assertEquals(BlobStoreException.Kind.UNAVAILABLE, refused.kind());
      assertTrue(refused.retryable());
    }
  }

  private static List<Path> children(Path directory) throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      return children.toList();
    }
  }

  private void put(String... keys) {
    try (BlobStore store = BlobStores.open("file:" + root)) {
      for (String key : keys) {
        store.put(BlobKey.of(key), new byte[] {1}, PutMode.IF_ABSENT);
      }
    }
  }

  private List<String> keys() {
    try (BlobStore store = BlobStores.open("file:" + root);
        Stream<BlobInfo> objects = store.list("")) {
      return objects.map(object -> object.key().value()).toList();
    }
  }
}
