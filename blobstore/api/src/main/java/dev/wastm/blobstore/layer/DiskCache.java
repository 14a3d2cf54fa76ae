package dev.wastm.blobstore.layer;

import dev.wastm.blobstore.BlobStoreException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps content on the local disk, up to a number of bytes; what was not used for longest goes first.
 *
 * <p>Any number of threads and processes may share the directory, without locks: an entry is a file named by its digest,
 * renamed into place when it is whole; its time of modification is that of its last use; each evicts by what it sees, so
 * together they may evict some more than needed. Nothing here is trusted: an entry is checked at every read, and one that
 * is damaged, or cannot be read, is fetched again. A cache that cannot be written only makes reads slow.
 */
public final class DiskCache implements Content {
  private final Content origin;
  private final Path directory;
  private final long capacityBytes;

  /** Caches {@code origin} in {@code directory}, which is created where it is missing and must hold nothing else. */
  public DiskCache(Content origin, Path directory, long capacityBytes) {
    this.origin = origin;
    this.directory = directory;
    this.capacityBytes = capacityBytes;
  }

  @Override
  public byte[] get(Sha256 digest) {
    Optional<byte[]> cached = read(digest);
    if (cached.isPresent()) {
      return cached.get();
    }
    byte[] bytes = origin.get(digest);
    if (!Sha256.of(bytes).equals(digest)) {
      throw BlobStoreException.corrupt(
          "What was fetched as " + digest + " is damaged: it has another SHA-256.");
    }
    write(digest, bytes);
    return bytes;
  }

  private Optional<byte[]> read(Sha256 digest) {
    Path file = directory.resolve(digest.hex());
    try {
      byte[] bytes = Files.readAllBytes(file);
      if (!Sha256.of(bytes).equals(digest)) {
        Files.deleteIfExists(file);
        return Optional.empty();
      }
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      return Optional.of(bytes);
    } catch (IOException notCached) {
      return Optional.empty();
    }
  }

  private void write(Sha256 digest, byte[] bytes) {
    if (bytes.length > capacityBytes) {
      return;
    }
    try {
      Files.createDirectories(directory);
      evict(capacityBytes - bytes.length);
      Path staged = directory.resolve(UUID.randomUUID() + ".staged");
      try {
        Files.write(staged, bytes);
        Files.move(staged, directory.resolve(digest.hex()), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(staged);
      }
    } catch (IOException notCached) {
      return;
    }
  }

  /** Removes the least recently used files, staged ones of dead processes too, until at most this many bytes are left. */
  private void evict(long keptBytes) throws IOException {
    List<Entry> entries = entries();
    long totalBytes = entries.stream().mapToLong(Entry::sizeBytes).sum();
    for (Entry entry : entries) {
      if (totalBytes <= keptBytes) {
        return;
      }
      Files.deleteIfExists(entry.file());
      totalBytes -= entry.sizeBytes();
    }
  }

  private List<Entry> entries() throws IOException {
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
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(new Entry(file, attributes.size(), attributes.lastModifiedTime()));
    } catch (NoSuchFileException evictedByAnother) {
      return Optional.empty();
    }
  }

  private record Entry(Path file, long sizeBytes, FileTime lastUsed) {}
}
