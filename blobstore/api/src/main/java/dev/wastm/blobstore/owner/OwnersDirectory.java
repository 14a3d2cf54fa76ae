package dev.wastm.blobstore.owner;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * A directory that is the user's alone to write, as is all on the way to it; what others left in it is not read. Immutable and thread-safe;
 * several processes of the user may share it.
 */
public final class OwnersDirectory {
  private final Path path;

  private OwnersDirectory(Path path) {
    this.path = path;
  }

  /**
   * Opens a directory, making it where it is missing.
   *
   * @throws UnsafePathException where others may change it, or what is found under its name
   * @throws IOException where it cannot be made or read
   */
  public static OwnersDirectory open(Path directory) throws IOException {
    Path absolute = directory.toAbsolutePath().normalize();
    Path name = absolute.getFileName();
    if (!FileOwner.isKnownTo(absolute)) {
      return new OwnersDirectory(Files.createDirectories(absolute));
    } else if (name == null) {
      throw new UnsafePathException("it is the root of the file system");
    }
    Path parent = Way.follow(absolute.resolveSibling("."), OwnersDirectory::make);
    Path path = parent.resolve(name);
    require(path, ownerOf(path));
    return new OwnersDirectory(path);
  }

  private static FileOwner ownerOf(Path path) throws IOException {
    try {
      return FileOwner.of(path);
    } catch (NoSuchFileException e) {
      make(path);
      return FileOwner.of(path);
    }
  }

  private static void require(Path path, FileOwner owner) throws IOException {
    if (owner.isLink()) {
      throw new UnsafePathException("it is a link");
    } else if (!owner.isDirectory()) {
      throw new NotDirectoryException(path.toString());
    } else if (!owner.isUser()) {
      throw new UnsafePathException("it belongs to another user (" + owner.uid() + ")");
    } else if (owner.allows(FileOwner.WRITABLE_BY_OTHERS)) {
      throw new UnsafePathException(
          "others may write into it (its mode is " + owner.permissions() + ")");
    }
  }

  /** Another process of the user may make it meanwhile; whatever is there then is looked at as if it had been there. */
  private static void make(Path directory) throws IOException {
    try {
      Files.createDirectory(directory, only(directory, "rwx------"));
    } catch (FileAlreadyExistsException madeMeanwhile) {
      return;
    }
  }

  /** The directory's path without links. */
  public Path path() {
    return path;
  }

  /**
   * A file's bytes; empty where it is not there.
   *
   * @throws UnsafePathException where the file is another's, may be written by others, or is a link
   */
  public Optional<byte[]> read(String name) throws IOException {
    return read(name, FileOwner.WRITABLE_BY_OTHERS);
  }

  /** As {@link #read}, for what nobody else may read. */
  public Optional<byte[]> readSecret(String name) throws IOException {
    return read(name, FileOwner.OPEN_TO_OTHERS);
  }

  private Optional<byte[]> read(String name, int forbidden) throws IOException {
    Path file = path.resolve(name);
    try {
      OwnersFiles.require(file, forbidden);
      try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.of(in.readAllBytes());
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Writes a file that the user alone can read, over one of that name; nobody sees half of it. */
  public void write(String name, byte[] content, String partSuffix) throws IOException {
    Path part = Files.createTempFile(path, name, partSuffix, only(path, "rw-------"));
    try {
      Files.write(part, content);
      Files.move(part, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  static FileAttribute<?>[] only(Path path, String permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
