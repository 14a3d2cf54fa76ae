package dev.wastm.blobstore.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/** Directories whose entries survive a crash of the machine. */
final class Directories {
  private Directories() {}

  /**
   * Creates the directory and what is missing above it, each entry forced to disk. Throws {@link NoSuchFileException}
   * where another removes a directory meanwhile; the directory may also be gone again when this returns.
   */
  static void create(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.getParent();
    if (parent != null) {
      create(parent);
    }
    try {
      Files.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      if (isOtherFile(directory)) {
        throw e;
      }
    }
    if (parent != null) {
      force(parent);
    }
  }

  /** As {@link #create}, but the directory at the top is not made: where it is not there, neither is what would be below it. */
  static void createBelow(Path top, Path directory) throws IOException {
    if (!Files.isDirectory(top)) {
      throw new NoSuchFileException(top.toString());
    }
    create(directory);
  }

  /** Asked once: between two questions, another may remove the directory, which is no other file then. */
  private static boolean isOtherFile(Path path) throws IOException {
    try {
      return !Files.readAttributes(path, BasicFileAttributes.class).isDirectory();
    } catch (NoSuchFileException removedByAnother) {
      return false;
    }
  }

  /** Removes the directory and those above it, up to but not {@code top}, as far as they are empty and can be removed. */
  static void removeEmpty(Path directory, Path top) {
    for (Path empty = directory; empty != null && !empty.equals(top); empty = empty.getParent()) {
      try {
        Files.delete(empty);
      } catch (IOException leftThere) {
        return;
      }
    }
  }

  /** Forces the directory's entries to disk, if it is there: with the directory, all that was in it has been deleted. */
  static void forceIfThere(Path directory) throws IOException {
    try {
      force(directory);
    } catch (NoSuchFileException removedByAnother) {
      return;
    }
  }

  /** Forces the directory's entries to disk: a link or rename is not durable before that. */
  private static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
