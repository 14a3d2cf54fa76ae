package dev.wastm.blobstore.file;

import dev.wastm.blobstore.BlobStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The directory that a store is. Once it has been seen, it is never made again, and another one in its place is not taken for it: a disk that is not mounted
 * leaves no directory, or an empty one, and whatever were written there would be missing when the disk comes back. Thread-safe.
 */
final class RootDirectory {
  private final Path path;

  /** What the file system knows the directory by; set once, by whoever sees it first: racing threads see the same. Null until then. */
  private volatile @Nullable Object seen;

  RootDirectory(Path path) {
    this.path = path;
    try {
      seen = identity().orElse(null);
    } catch (IOException leftToALaterLook) {
      seen = null;
    }
  }

  /** Makes sure that it is there, before something is written; it is made where nobody has ever seen it. */
  void require() throws IOException {
    if (seen == null) {
      Directories.create(path);
    }
    requireSame();
  }

  /**
   * Makes sure that what is not there is missing in this directory, and not with it.
   *
   * @throws BlobStoreException where it has vanished, or another one is in its place
   */
  void requireSame() throws IOException {
    Optional<Object> now = identity();
    Object before = seen;
    if (before == null) {
      seen = now.orElse(null);
    } else if (now.isEmpty()) {
      throw BlobStoreException.unavailable(
          "The directory " + path
              + " of the blob store has vanished. Nothing was read or written: if it is on a disk of its own, mount it again.",
          null);
    } else if (!now.get().equals(before)) {
      throw BlobStoreException.unavailable(
          "The directory " + path
              + " is another one than when this process opened the blob store. Nothing was read or written: mount the right disk"
              + " again, or restart the process if this one is right.",
          null);
    }
  }

  private Optional<Object> identity() throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      // A file system without such keys cannot tell directories from each other.
      Object key = attributes.fileKey() == null ? path : attributes.fileKey();
      return attributes.isDirectory() ? Optional.of(key) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
