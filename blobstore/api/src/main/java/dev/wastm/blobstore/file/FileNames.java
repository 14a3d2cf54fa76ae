package dev.wastm.blobstore.file;

import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStoreException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where objects lie under a store's root. A key's segments are directories and its last one a file, under their own
 * names, with two exceptions that keep {@code a} and {@code a/b} apart, since a file system has no file and directory of
 * one name: an object without a dot in its last segment, and a directory with one, get a {@code %} after their names.
 * So a name tells which of the two it is, and any name that is not so written is not an object's (staged files are kept
 * under one such name).
 */
final class FileNames {
  private static final String MARK = "%";

  /** The directory of staged files: no key's segment can be stored under this name. */
  static final String STAGED = "%staged";

  private FileNames() {}

  static Path path(Path root, BlobKey key) {
    String[] segments = key.value().split("/", -1);
    Path path = root;
    for (int i = 0; i < segments.length - 1; i++) {
      path = path.resolve(directoryName(segments[i]));
    }
    return path.resolve(objectName(segments[segments.length - 1]));
  }

  static String directoryName(String segment) {
    return hasDot(segment) ? segment + MARK : segment;
  }

  private static String objectName(String segment) {
    return hasDot(segment) ? segment : segment + MARK;
  }

  /** The segment that a directory of this name stands for, if it is one of a store's. */
  static Optional<String> directorySegment(String name) {
    return segment(name).filter(segment -> directoryName(segment).equals(name));
  }

  /** The last segment that a file of this name stands for, if it is an object. */
  static Optional<String> objectSegment(String name) {
    return segment(name).filter(segment -> objectName(segment).equals(name));
  }

  private static Optional<String> segment(String name) {
    try {
      return Optional.of(
          BlobKey.of(name.endsWith(MARK) ? name.substring(0, name.length() - 1) : name)
              .value());
    } catch (BlobStoreException foreign) {
      return Optional.empty();
    }
  }

  private static boolean hasDot(String segment) {
    return segment.indexOf('.') >= 0;
  }
}
