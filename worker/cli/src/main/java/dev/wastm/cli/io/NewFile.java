package dev.wastm.cli.io;

import dev.wastm.blobstore.owner.OwnersFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Files that commands make: whole or not at all, never over another file, and never through a link of that name. */
public final class NewFile {
  private NewFile() {}

  /** Writes what the option asked for. */
  public static void write(String option, Path file, byte[] content) {
    write(option, file, content, OwnersFiles::writeNew);
  }

  /** As {@link #write}, a file that its owner alone can read, where the file system knows owners. */
  public static void writeSecret(String option, Path file, byte[] content) {
    write(option, file, content, OwnersFiles::writeNewSecret);
  }

  /** To be asked before long work whose result is to be written. */
  public static void requireAbsent(String option, Path file) {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw exists(option, file);
    }
  }

  @FunctionalInterface
  private interface Writing {
    void write(Path file, byte[] content) throws IOException;
  }

  private static void write(String option, Path file, byte[] content, Writing writing) {
    try {
      writing.write(file, content);
    } catch (FileAlreadyExistsException e) {
      throw exists(option, file);
    } catch (IOException e) {
      throw Failure.of("The file " + file + " cannot be written: " + e + ".");
    }
  }

  private static Failure exists(String option, Path file) {
    return Failure.badUsage(option + ": the file " + file
        + " exists already, and is never overwritten; remove it, or name another.");
  }
}
