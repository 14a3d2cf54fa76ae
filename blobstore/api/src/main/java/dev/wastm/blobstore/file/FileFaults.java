package dev.wastm.blobstore.file;

import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Turns what the file system says into what a store says. */
final class FileFaults {
  private final BlobStore store;
  private final Path root;

  FileFaults(BlobStore store, Path root) {
    this.store = store;
    this.root = root;
  }

  BlobStoreException reading(BlobKey key, IOException e) {
    return e instanceof NoSuchFileException
        ? BlobStoreException.notFound(store, key, e)
        : fault("The object " + key + " cannot be read from " + store, e);
  }

  BlobStoreException writing(BlobKey key, IOException e) {
    return fault("The object " + key + " cannot be written to " + store, e);
  }

  BlobStoreException deleting(BlobKey key, IOException e) {
    return fault("The object " + key + " cannot be deleted from " + store, e);
  }

  BlobStoreException listing(IOException e) {
    return fault("The objects of " + store + " cannot be listed", e);
  }

  private BlobStoreException fault(String what, IOException e) {
    String reason = reason(e);
    if (e instanceof AccessDeniedException
        || reason.contains("Operation not permitted")
        || isReadOnly()) {
      return BlobStoreException.denied(
          what + ": access to " + path(e) + " is denied (" + reason
              + "); give this user the rights, or use another" + " directory.",
          e);
    }
    if (reason.contains("No space left") || reason.contains("quota")) {
      return BlobStoreException.unavailable(
          what + ": the disk is full (" + reason
              + "); nothing was stored; free some space and try again.",
          e);
    }
    Path needed = e instanceof FileAlreadyExistsException ? Path.of(path(e)) : root;
    if (Files.exists(needed) && !Files.isDirectory(needed)) {
      return BlobStoreException.unavailableUntilFixed(
          what + ": " + needed + " is not a directory.", e);
    }
    return BlobStoreException.unavailable(what + ": " + reason + ".", e);
  }

  private boolean isReadOnly() {
    try {
      return Files.getFileStore(existingPart(root)).isReadOnly();
    } catch (IOException unknown) {
      return false;
    }
  }

  private static Path existingPart(Path path) {
    Path parent = path.getParent();
    return parent == null || Files.exists(path) ? path : existingPart(parent);
  }

  /** The kernel's words without the paths that {@link FileSystemException} puts before them. */
  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "Permission denied";
    }
    if (e instanceof FileSystemException inFile && inFile.getReason() != null) {
      return inFile.getReason();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private String path(IOException e) {
    return e instanceof FileSystemException inFile && inFile.getFile() != null
        ? inFile.getFile()
        : root.toString();
  }
}
