package dev.wastm.blobstore.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Files on their way to becoming objects. Their names are never an object's, and random, so processes do not meet. What a
 * dead process left is removed by a later one, once it has not been written to for {@link #ABANDONED_AFTER}.
 */
final class Staging {
  /** Far longer than any put goes without writing a byte; until then a leftover only takes space. */
  static final Duration ABANDONED_AFTER = Duration.ofDays(1);

  /** Big enough that the number of system calls does not matter, small enough for many puts at once. */
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Path directory;

  Staging(Path root) {
    directory = root.resolve(FileNames.STAGED);
  }

  /** Writes the stream to a new staged file and forces it to disk; leaves no file where that fails. */
  Path write(InputStream in) throws IOException {
    makeDirectory();
    Path file = directory.resolve(UUID.randomUUID().toString());
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
      copy(in, out);
      out.force(true);
      return file;
    } catch (IOException | RuntimeException | Error e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /** Not what is above it: where the root has vanished, nothing is to be written. */
  private void makeDirectory() throws IOException {
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectory(directory);
      }
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw e;
      }
    }
  }

  /** Removes files that no living put can be writing. */
  void sweep(Instant now) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(ABANDONED_AFTER))) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static void copy(InputStream in, FileChannel out) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    }
  }
}
