package dev.wastm.blobstore.owner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The way to a file: every name from the root on. Where {@link #follow} has returned, nobody but the user and root can make the names lead
 * elsewhere: each directory is theirs and closed to others' writing (or sticky, and what is in it is theirs), beginning with the root, so no
 * name could have been changed after it was looked at. Links are followed that are the user's or root's.
 */
final class Way {
  /** As many as Linux follows. */
  private static final int LINKS_MAX = 40;

  /** What is done about a directory that is not there. */
  @FunctionalInterface
  interface Missing {
    void make(Path directory) throws IOException;
  }

  private Way() {}

  /**
   * Checks the way to a directory, and where it leads.
   *
   * @return the directory's path without links
   * @throws UnsafePathException where others can change a name
   */
  static Path follow(Path directory, Missing missing) throws IOException {
    Path absolute = directory.toAbsolutePath().normalize();
    Path at = absolute.getRoot();
    require(at, FileOwner.of(at));
    Deque<Path> rest = new ArrayDeque<>();
    absolute.forEach(rest::add);
    int links = 0;
    while (!rest.isEmpty()) {
      String name = rest.pop().toString();
      if (name.equals("..")) {
        at = at.getParent() == null ? at : at.getParent();
        continue;
      } else if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      Path next = at.resolve(name);
      FileOwner owner = owner(next, missing);
      if (owner.isLink()) {
        requireOwner(next, owner, "link");
        links++;
        at = push(Files.readSymbolicLink(next), at, rest, links);
      } else {
        require(next, owner);
        at = next;
      }
    }
    return at;
  }

  /** Goes on with where a link leads. */
  private static Path push(Path target, Path at, Deque<Path> rest, int links) throws IOException {
    if (links > LINKS_MAX) {
      throw new UnsafePathException("it leads through more than " + LINKS_MAX + " links");
    }
    for (int i = target.getNameCount() - 1; i >= 0; i--) {
      rest.push(target.getName(i));
    }
    return target.isAbsolute() ? target.getRoot() : at;
  }

  private static FileOwner owner(Path path, Missing missing) throws IOException {
    try {
      return FileOwner.of(path);
    } catch (NoSuchFileException e) {
      missing.make(path);
      return FileOwner.of(path);
    }
  }

  private static void require(Path directory, FileOwner owner) throws IOException {
    if (!owner.isDirectory()) {
      throw new NotDirectoryException(directory.toString());
    }
    requireOwner(directory, owner, "directory");
    if (owner.letsOthersReplace()) {
      throw new UnsafePathException("others may replace what is in the directory " + directory
          + " (its mode is " + owner.permissions() + ")");
    }
  }

  private static void requireOwner(Path path, FileOwner owner, String kind)
      throws UnsafePathException {
    if (!owner.isUserOrRoot()) {
      throw new UnsafePathException(
          "the " + kind + " " + path + " belongs to another user (" + owner.uid() + ")");
    }
  }
}
