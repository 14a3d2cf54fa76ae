package dev.wastm.blobstore.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.blobstore.PutMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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
