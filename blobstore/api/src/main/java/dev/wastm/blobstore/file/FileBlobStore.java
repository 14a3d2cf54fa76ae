package dev.wastm.blobstore.file;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobSource;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.blobstore.PutMode;
import dev.wastm.blobstore.backend.SourceStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Objects as files. This class has no mutable state but what it knows of its {@link RootDirectory}: what keeps concurrent writers apart, in this process
 * and others, is the file system. A put writes and forces a staged file, then makes it visible in one step that the kernel makes atomic:
 * a rename, which replaces, or a hard link, which fails where the name is taken. The directory is forced before the put
 * returns, and also before a put reports ALREADY_EXISTS: whoever is told that an object exists may rely on it. A delete
 * removes the directories that it leaves empty, so a put makes its directory again where that happens under its hands.
 */
final class FileBlobStore implements BlobStore {
  /** So often in a row no directory is removed under a put, unless something else is wrong. */
  private static final int PUBLISH_TRIES = 100;

  private final Path root;
  private final RootDirectory directory;
  private final Staging staging;
  private final FileFaults faults;

  FileBlobStore(Path root) {
    this.root = root;
    this.directory = new RootDirectory(root);
    this.staging = new Staging(root);
    this.faults = new FileFaults(this, root);
    sweep();
  }

  @Override
  public void put(BlobKey key, BlobSource source, PutMode mode) {
    try (SourceStream in = SourceStream.open(key, source)) {
      Path target = FileNames.path(root, key);
      directory.require();
      if (mode == PutMode.IF_ABSENT && Files.exists(target)) {
        throw alreadyExists(key, target);
      }
      Path staged = staging.write(in);
      try {
        publish(key, staged, target, mode);
      } finally {
        Files.deleteIfExists(staged);
      }
    } catch (IOException e) {
      throw faults.writing(key, e);
    }
  }

  @Override
  public InputStream open(BlobKey key) {
    return open(key, 0, Long.MAX_VALUE);
  }

  @Override
  public InputStream open(BlobKey key, long offsetBytes, long lengthBytes) {
    try {
      SeekableByteChannel channel = Files.newByteChannel(FileNames.path(root, key));
      return new RangeStream(Channels.newInputStream(channel.position(offsetBytes)), lengthBytes);
    } catch (NoSuchFileException e) {
      requireSame();
      throw faults.reading(key, e);
    } catch (IOException e) {
      throw faults.reading(key, e);
    }
  }

  @Override
  public Optional<BlobInfo> head(BlobKey key) {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(FileNames.path(root, key), BasicFileAttributes.class);
      return Optional.of(new BlobInfo(key, attributes.size()));
    } catch (NoSuchFileException e) {
      requireSame();
      return Optional.empty();
    } catch (IOException e) {
      throw faults.reading(key, e);
    }
  }

  private void requireSame() {
    try {
      directory.requireSame();
    } catch (IOException e) {
      throw faults.listing(e);
    }
  }

  @Override
  public Stream<BlobInfo> list(String prefix) {
    requireSame();
    return StreamSupport.stream(
        new FileListing(root, BlobKey.checkPrefix(prefix), faults::listing), false);
  }

  @Override
  public void delete(BlobKey key) {
    Path target = FileNames.path(root, key);
    try {
      if (Files.deleteIfExists(target)) {
        Directories.forceIfThere(directoryOf(target));
        Directories.removeEmpty(directoryOf(target), root);
      }
    } catch (IOException e) {
      throw faults.deleting(key, e);
    }
  }

  @Override
  public void close() {}

  @Override
  public String toString() {
    return "file:" + root;
  }

  /** Tries again where a delete, which removes empty directories, takes the object's directory away before it is used. */
  private void publish(BlobKey key, Path staged, Path target, PutMode mode) throws IOException {
    for (int tries = 1; !publishes(key, staged, target, mode, tries); tries++) {
      Thread.onSpinWait();
    }
    Directories.forceIfThere(directoryOf(target));
  }

  private boolean publishes(BlobKey key, Path staged, Path target, PutMode mode, int tries)
      throws IOException {
    try {
      Directories.createBelow(root, directoryOf(target));
      switch (mode) {
        case OVERWRITE -> Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE);
        case IF_ABSENT -> Files.createLink(target, staged);
      }
      return true;
    } catch (FileAlreadyExistsException e) {
      if (target.toString().equals(e.getFile())) {
        throw alreadyExists(key, target);
      }
      throw e;
    } catch (NoSuchFileException e) {
      if (tries == PUBLISH_TRIES || !Files.exists(staged)) {
        throw e;
      }
      return false;
    }
  }

  private BlobStoreException alreadyExists(BlobKey key, Path target) throws IOException {
    Directories.forceIfThere(directoryOf(target));
    return BlobStoreException.alreadyExists(this, key, null);
  }

  private static Path directoryOf(Path object) {
    Path directory = object.getParent();
    if (directory == null) {
      throw new AssertionError("An object's file is always in a directory: " + object);
    }
    return directory;
  }

  /** Leftovers are harmless, and a store may be opened to be read alone: not being able to remove them is no failure. */
  private void sweep() {
    try {
      staging.sweep(Instant.now());
    } catch (IOException leftToALaterOpen) {
      return;
    }
  }
}
