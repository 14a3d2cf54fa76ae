package dev.wastm.blobstore;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The bytes of a put: opened by the store when it needs them, again for a retry where they are repeatable. */
public interface BlobSource {
  /** The length in bytes where it is known before reading; the store then refuses a stream of any other length. */
  OptionalLong lengthBytes();

  /** A stream from the first byte, closed by the store. Called again only where {@link #repeatable()}. */
  InputStream open() throws IOException;

  /** Whether {@link #open()} can be called more than once, each time for the same bytes. */
  boolean repeatable();

  /** The bytes of an array, which must not be changed before the put returns. */
  static BlobSource of(byte[] bytes) {
    return new Repeatable(bytes.length, () -> new ByteArrayInputStream(bytes));
  }

  /** The bytes of a file, whose length is taken now. */
  static BlobSource of(Path file) throws IOException {
    return new Repeatable(Files.size(file), () -> Files.newInputStream(file));
  }

  /** The rest of a stream of unknown length; it can be read once. */
  static BlobSource once(InputStream stream) {
    return new Once(stream, OptionalLong.empty());
  }

  /** The rest of a stream of {@code lengthBytes} bytes; it can be read once. */
  static BlobSource once(InputStream stream, long lengthBytes) {
    return new Once(stream, OptionalLong.of(lengthBytes));
  }
}
