package dev.wastm.blobstore;

import java.io.InputStream;
import java.util.OptionalLong;

/** A source over a stream that someone else opened. */
record Once(InputStream stream, OptionalLong lengthBytes) implements BlobSource {
  @Override
  public InputStream open() {
    return stream;
  }

  @Override
  public boolean repeatable() {
    return false;
  }
}
