package dev.wastm.ledger.module;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Directories and files that nobody but their owner may change, as far as the file system knows of owners. */
final class OwnersFiles {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private OwnersFiles() {}

  /**
   * Makes a directory where there is none, and tries it.
   *
   * @throws IOException with a sentence, where it cannot be written, or others may write into it
   */
  static void requireDirectory(Path directory) throws IOException {
    try {
      Files.createDirectories(directory, only("rwx------"));
      Path trial = createTemporary(directory, "trial", ".part");
      boolean isOwn = Files.getOwner(trial).equals(Files.getOwner(directory));
      Files.delete(trial);
      if (POSIX && (!isOwn || isWritableByOthers(Files.getPosixFilePermissions(directory)))) {
        throw new IOException("others may write there what would be executed here; name a directory"
            + " of your own, or take that right from them: chmod go-w");
      }
    } catch (IOException e) {
      String why = e instanceof FileSystemException ? "it cannot be written: " + e : e.getMessage();
      throw new IOException(
          "Compiled modules cannot be kept in " + directory + ", because " + why + ".", e);
    }
  }

  private static boolean isWritableByOthers(Set<PosixFilePermission> permissions) {
    return permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE);
  }

  static Path createTemporary(Path directory, String prefix, String suffix) throws IOException {
    return Files.createTempFile(directory, prefix, suffix, only("rw-------"));
  }

  private static FileAttribute<?>[] only(String permissions) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
