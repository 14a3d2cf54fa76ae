package dev.wastm.blobstore;

import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/** A source of known length that can be opened any number of times. */
record Repeatable(OptionalLong lengthBytes, Opener opener) implements BlobSource {
  interface Opener {
    InputStream open() throws IOException;
  }

  Repeatable(long lengthBytes, Opener opener) {
    this(OptionalLong.of(lengthBytes), opener);
  }

  @Override
  public InputStream open() throws IOException {
    return opener.open();
  }

  @Override
  public boolean repeatable() {
    return true;
  }
}
