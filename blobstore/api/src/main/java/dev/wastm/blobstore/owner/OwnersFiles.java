package dev.wastm.blobstore.owner;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.EnumSet;
import java.util.UUID;

/** Single files: secrets that are read, and new files that are written. */
public final class OwnersFiles {
  private static final FileAttribute<?>[] AS_USUAL = {};

  private OwnersFiles() {}

  /**
   * The bytes of a file that only the user may read: no link, the user's or root's, on a way that others cannot change.
   *
   * @param bytesMax of a longer file, one byte more than these is returned
   * @throws UnsafePathException with a clause, where others may read or replace the file
   */
  public static byte[] readSecret(Path file, int bytesMax) throws IOException {
    if (FileOwner.isKnownTo(file)) {
      Path absolute = file.toAbsolutePath().normalize();
      Path path = Way.follow(absolute.resolveSibling("."), OwnersFiles::isMissing)
          .resolve(absolute.getFileName());
      require(path, FileOwner.OPEN_TO_OTHERS);
      return read(path, bytesMax);
    }
    return read(file, bytesMax);
  }

  private static byte[] read(Path file, int bytesMax) throws IOException {
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return in.readNBytes(bytesMax + 1);
    }
  }

  private static void isMissing(Path directory) throws IOException {
    throw new NoSuchFileException(directory.toString());
  }

  /** @param forbidden what others may not be permitted */
  static void require(Path file, int forbidden) throws IOException {
    if (!FileOwner.isKnownTo(file)) {
      return;
    }
    FileOwner owner = FileOwner.of(file);
    if (owner.isLink()) {
      throw new UnsafePathException("it is a link");
    } else if (!owner.isFile()) {
      throw new UnsafePathException("it is not a file");
    } else if (!owner.isUserOrRoot()) {
      throw new UnsafePathException("it belongs to another user (" + owner.uid() + ")");
    } else if (owner.allows(forbidden)) {
      throw new UnsafePathException("others may "
          + (owner.allows(FileOwner.WRITABLE_BY_OTHERS) ? "write" : "read") + " it (its mode is "
          + owner.permissions() + ")");
    }
  }

  /**
   * Writes a new file, whole or not at all.
   *
   * @throws FileAlreadyExistsException where there is anything of that name, a link too
   */
  public static void writeNew(Path file, byte[] content) throws IOException {
    write(file, content, AS_USUAL);
  }

  /** As {@link #writeNew}, a file that the user alone may read. */
  public static void writeNewSecret(Path file, byte[] content) throws IOException {
    write(file, content, OwnersDirectory.only(file, "rw-------"));
  }

  private static void write(Path file, byte[] content, FileAttribute<?>[] permissions)
      throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    Path part = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      create(part, content, permissions);
      publish(part, file);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void create(Path part, byte[] content, FileAttribute<?>[] permissions)
      throws IOException {
    EnumSet<StandardOpenOption> options =
        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (SeekableByteChannel out = Files.newByteChannel(part, options, permissions)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    }
  }

  /** A second name for the file fails where the name is taken, which a move does not in every case; not all file systems can do it. */
  private static void publish(Path part, Path file) throws IOException {
    try {
      Files.createLink(file, part);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException noSecondNames) {
      Files.move(part, file);
    }
  }
}
