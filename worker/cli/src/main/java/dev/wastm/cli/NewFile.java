package dev.wastm.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

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
}
