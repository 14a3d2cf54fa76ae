package dev.wastm.blobstore.layer;

import dev.wastm.blobstore.owner.OwnersDirectory;
import dev.wastm.blobstore.owner.UnsafePathException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps content on the local disk, up to a number of bytes; what was not used for longest goes first.
 *
 * <p>Any number of threads and processes of one user may share the directory, without locks: an entry is a file named by its digest,
 * renamed into place when it is whole; its time of modification is that of its last use; each evicts by what it sees, so
 * together they may evict some more than needed. Nothing here is trusted: an entry is checked at every read, and one that
 * is damaged, another user's, or cannot be read, is fetched again. A cache that cannot be written only makes reads slow.
 */
public final class DiskCache {
  private final Path directory;
  private final long capacityBytes;

  /**
   * Caches in {@code directory}, which is created where it is missing and must hold nothing else.
   *
   * @param capacityBytes of all that is kept; what is larger by itself is not
   * @throws IllegalArgumentException with a sentence, where others may write into the directory or replace it
   */
  public DiskCache(Path directory, long capacityBytes) {
    this.directory = directory;
    this.capacityBytes = capacityBytes;
    try {
      OwnersDirectory unused = open();
    } catch (UnsafePathException e) {
      throw new IllegalArgumentException(
          "Nothing can be cached in " + directory + ", because " + e.getMessage()
              + "; name a new directory, of your own in one of your own.",
          e);
    } catch (IOException notNow) {
      return;
    }
  }

  /** Anew each time, because the directory may be removed and made again. */
  private OwnersDirectory open() throws IOException {
    return OwnersDirectory.open(directory);
  }

  /**
   * The bytes with this digest, or else what the origin gives instead of them, which is not kept: whoever asked finds that, and knows what it means.
   *
   * @param origin asked where nothing is kept; what it throws is thrown
   */
  public byte[] get(Sha256 digest, Supplier<byte[]> origin) {
    Optional<byte[]> cached = read(digest);
    if (cached.isPresent()) {
      return cached.get();
    }
    byte[] bytes = origin.get();
    if (Sha256.of(bytes).equals(digest)) {
      write(digest, bytes);
    }
    return bytes;
  }

  private Optional<byte[]> read(Sha256 digest) {
    try {
      OwnersDirectory own = open();
      Path file = own.path().resolve(digest.hex());
      Optional<byte[]> bytes = own.read(digest.hex());
      if (bytes.isEmpty() || !Sha256.of(bytes.get()).equals(digest)) {
        Files.deleteIfExists(file);
        return Optional.empty();
      }
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      return bytes;
    } catch (IOException notCached) {
      return Optional.empty();
    }
  }

  private void write(Sha256 digest, byte[] bytes) {
    if (bytes.length > capacityBytes) {
      return;
    }
    try {
      OwnersDirectory own = open();
      evict(own.path(), capacityBytes - bytes.length);
      own.write(digest.hex(), bytes, ".staged");
    } catch (IOException notCached) {
      return;
    }
  }

  /** Removes the least recently used files, staged ones of dead processes too, until at most this many bytes are left. */
  private static void evict(Path directory, long keptBytes) throws IOException {
    List<Entry> entries = entries(directory);
    long totalBytes = entries.stream().mapToLong(Entry::sizeBytes).sum();
    for (Entry entry : entries) {
      if (totalBytes <= keptBytes) {
        return;
      }
      Files.deleteIfExists(entry.file());
      totalBytes -= entry.sizeBytes();
    }
  }

  private static List<Entry> entries(Path directory) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        entry(file).ifPresent(entries::add);
      }
    }
    entries.sort(Comparator.comparing(Entry::lastUsed).thenComparing(Entry::file));
    return entries;
  }

  private static Optional<Entry> entry(Path file) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return Optional.of(new Entry(file, attributes.size(), attributes.lastModifiedTime()));
    } catch (NoSuchFileException evictedByAnother) {
      return Optional.empty();
    }
  }

  private record Entry(Path file, long sizeBytes, FileTime lastUsed) {}
}
