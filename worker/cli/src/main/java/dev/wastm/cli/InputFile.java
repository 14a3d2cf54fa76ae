package dev.wastm.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that a person names on the command line. */
final class InputFile {
  private InputFile() {}

  static byte[] read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw Failure.badUsage("There is no file " + file + ".");
    }
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw Failure.of("The file " + file + " cannot be read: " + e.getMessage() + ".");
    }
  }
}
