package dev.wastm.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that commands make: whole, or not at all. */
final class NewFile {
  private NewFile() {}

  static void write(Path file, byte[] content) {
    Path partial = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.write(partial, content);
      Path unused = Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw Failure.of("The file " + file + " cannot be written: " + e + ".");
    }
  }

  /** Writes a file that its owner alone can read, where the file system knows owners; never over another file. */
  static void writeSecret(Path file, byte[] content) {
    try {
      boolean hasOwners =
          file.toAbsolutePath().getFileSystem().supportedFileAttributeViews().contains("posix");
      FileAttribute<?>[] ownerOnly = hasOwners
          ? new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
          }
          : new FileAttribute<?>[0];
      Files.write(Files.createFile(file, ownerOnly), content);
    } catch (FileAlreadyExistsException e) {
      throw Failure.badUsage(
          "--out: the file " + file + " exists already; a key is never overwritten.");
    } catch (IOException e) {
      throw Failure.of("The file " + file + " cannot be written: " + e + ".");
    }
  }
}
