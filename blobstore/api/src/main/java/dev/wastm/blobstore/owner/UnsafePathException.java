package dev.wastm.blobstore.owner;

import java.io.IOException;

/** A file or directory that others may have changed, or read where it is a secret; its message is a clause that says so, and what to do. */
public final class UnsafePathException extends IOException {
  private static final long serialVersionUID = 1L;

  UnsafePathException(String message) {
    super(message);
  }
}
