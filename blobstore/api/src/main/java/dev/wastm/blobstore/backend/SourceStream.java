package dev.wastm.blobstore.backend;

import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobSource;
import dev.wastm.blobstore.BlobStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * The bytes of a {@link BlobSource} as a backend reads them: failures of the source become {@link BlobStoreException},
 * so that what is left as {@link IOException} is the backend's own, and a length other than the announced one is found
 * before the last byte is handed out. Not thread-safe.
 */
public final class SourceStream extends InputStream {
  private final BlobKey key;
  private final OptionalLong announcedBytes;
  private final InputStream in;
  private long readBytes;

  private SourceStream(BlobKey key, OptionalLong announcedBytes, InputStream in) {
    this.key = key;
    this.announcedBytes = announcedBytes;
    this.in = in;
  }

  /** Opens the source of a put to {@code key}. */
  public static SourceStream open(BlobKey key, BlobSource source) {
    try {
      return new SourceStream(key, source.lengthBytes(), source.open());
    } catch (IOException e) {
      throw unreadable(key, e);
    }
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (length == 0) {
      return 0;
    }
    try {
      int n = in.read(buffer, offset, length);
      readBytes += Math.max(n, 0);
      if (announcedBytes.isPresent()) {
        checkLength(announcedBytes.getAsLong(), n < 0);
      }
      return n;
    } catch (IOException e) {
      throw unreadable(key, e);
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw unreadable(key, e);
    }
  }

  private void checkLength(long announced, boolean atEnd) throws IOException {
    boolean tooLong = readBytes > announced || (readBytes == announced && !atEnd && in.read() >= 0);
    if (tooLong) {
      throw BlobStoreException.corrupt("The bytes to store under " + key + " are more than the "
          + announced + " that were announced; nothing was stored.");
    }
    if (atEnd && readBytes < announced) {
      throw BlobStoreException.corrupt("The bytes to store under " + key + " ended after "
          + readBytes + " of the " + announced + " that were announced; nothing was stored.");
    }
  }

  private static BlobStoreException unreadable(BlobKey key, IOException e) {
    return BlobStoreException.unavailableUntilFixed(
        "The bytes to store under " + key + " could not be read: " + e.getMessage()
            + "; nothing was stored.",
        e);
  }
}
