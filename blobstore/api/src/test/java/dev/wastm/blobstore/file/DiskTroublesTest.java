package dev.wastm.blobstore.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.blobstore.BlobStoreException.Kind;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.blobstore.PutMode;
import dev.wastm.blobstore.process.OtherJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On real disks: a process gets a small one, or a read-only one, in a mount namespace of its own. */
@Tag("fault")
class DiskTroublesTest {
  @TempDir
  private Path directory;

  @Test
  void aFullDiskIsSaidAndLeavesNothingHalfWritten() throws Exception {
    List<String> lines = onOwnMount("mount -t tmpfs -o size=1m tmpfs '" + directory + "'");
    int stored = Integer.parseInt(lines.get(1).replaceFirst("stored (\\d+), .*", "$1"));
    assertTrue(stored > 0, "some objects fitted");
    assertEquals(
        "UNAVAILABLE retryable: The object object/" + stored + " cannot be written to file:"
            + directory
            + ": the disk is full (No space left on device); nothing was stored; free some space and try again.",
        lines.get(0));
    assertEquals("stored " + stored + ", listed whole " + stored, lines.get(1));
    assertEquals("stored again", lines.get(2));
  }

  /** No special rights are needed for this one. */
  @Test
  void aFileThatMayNotGrowIsSaidAndLeavesNothingHalfWritten() throws Exception {
    List<String> halfAnObject = List.of("sh", "-c", "ulimit -f 64 && exec \"$@\"", "sh");
    try (OtherJvm other = OtherJvm.start(halfAnObject, DiskTroubles.class, "file:" + directory)) {
      List<String> lines = other.lines();
      assertEquals(
          "UNAVAILABLE retryable: The object object/0 cannot be written to file:" + directory
              + ": File too large.",
          lines.get(0));
      assertEquals("stored 0, listed whole 0", lines.get(1));
    }
    try (Stream<Path> staged = Files.list(directory.resolve(FileNames.STAGED))) {
      assertEquals(0, staged.count(), "nothing half-written is left");
    }
  }

  @Test
  void aReadOnlyDiskIsDenied() throws Exception {
    List<String> lines = onOwnMount("mount -t tmpfs -o ro tmpfs '" + directory + "'");
    assertEquals(
        "DENIED: The object object/0 cannot be written to file:" + directory + ": access to "
            + directory
            + "/%staged is denied (Read-only file system); give this user the rights, or use another directory.",
        lines.get(0));
    assertEquals("stored 0, listed whole 0", lines.get(1));
  }

  @Test
  void aDirectoryWithoutWriteAccessIsDenied() throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
    assumeFalse(Files.isWritable(directory), "this user may write everywhere");
    BlobStoreException e = putFails("file:" + directory);
    assertEquals(Kind.DENIED, e.kind());
    assertEquals(
        "The object k cannot be written to file:" + directory + ": access to " + directory
            + "/%staged is denied (Permission denied); give this user the rights, or use another directory.",
        e.getMessage());
  }

  @Test
  void aFileInPlaceOfTheDirectoryIsSaid() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    BlobStoreException e = putFails("file:" + file);
    assertEquals(Kind.UNAVAILABLE, e.kind());
    assertEquals(
        "The object k cannot be written to file:" + file + ": " + file + " is not a directory.",
        e.getMessage());
    try (BlobStore store = BlobStores.open("file:" + file)) {
      BlobStoreException listing =
          assertThrows(BlobStoreException.class, () -> store.list("").count());
      assertEquals(
          "The objects of file:" + file + " cannot be listed: " + file + " is not a directory.",
          listing.getMessage());
    }
  }

  @Test
  void aFileInPlaceOfAnInnerDirectoryIsSaid() throws IOException {
    Path foreign = Files.createFile(directory.resolve("inner"));
    try (BlobStore store = BlobStores.open("file:" + directory)) {
      BlobStoreException e = assertThrows(
          BlobStoreException.class,
          () -> store.put(BlobKey.of("inner/x"), new byte[1], PutMode.IF_ABSENT));
      assertEquals(
          "The object inner/x cannot be written to file:" + directory + ": " + foreign
              + " is not a directory.",
          e.getMessage());
    }
  }

  private static BlobStoreException putFails(String uri) {
    try (BlobStore store = BlobStores.open(uri)) {
      return assertThrows(
          BlobStoreException.class,
          () -> store.put(BlobKey.of("k"), new byte[1], PutMode.IF_ABSENT));
    }
  }

  /** Runs {@link DiskTroubles} where {@code mount} has taken place; skips the test where this user may not mount. */
  private List<String> onOwnMount(String mount) throws Exception {
    Process probe = new ProcessBuilder("sh", "-c", "unshare -rm sh -c \"" + mount + "\"").start();
    boolean ended = probe.waitFor(10, TimeUnit.SECONDS);
    probe.destroyForcibly();
    if (!ended || probe.exitValue() != 0) {
      System.err.println("FULL AND READ-ONLY DISKS NOT TESTED: this user may not mount one");
    }
    assumeTrue(ended && probe.exitValue() == 0, "this user may not mount a disk of its own");
    List<String> before = List.of("unshare", "-rm", "sh", "-c", mount + " && exec \"$@\"", "sh");
    try (OtherJvm other = OtherJvm.start(before, DiskTroubles.class, "file:" + directory)) {
      return other.lines();
    }
  }
}
