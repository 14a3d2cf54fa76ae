package dev.wastm.blobstore.backend;

import dev.wastm.blobstore.BlobKey;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.UnaryOperator;

/**
 * The body of a server's response, of a length that the server has announced. A body that ends before it is an error,
 * not an end: HTTP clients differ in whether they notice a connection cut in the middle. Not thread-safe.
 */
public final class ResponseStream extends FilterInputStream {
  private final BlobKey key;
  private final long lengthBytes;
  private final UnaryOperator<RuntimeException> fault;
  private long readBytes;

  /**
   * The {@code lengthBytes} bytes of {@code body}, read for {@code key}; what the client library throws while reading is
   * thrown as what {@code fault} makes of it.
   */
  public ResponseStream(
      InputStream body, long lengthBytes, BlobKey key, UnaryOperator<RuntimeException> fault) {
    super(body);
    this.key = key;
    this.lengthBytes = lengthBytes;
    this.fault = fault;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n;
    try {
      n = in.read(buffer, offset, length);
    } catch (RuntimeException e) {
      throw fault.apply(e);
    }
    readBytes += Math.max(n, 0);
    if (n < 0 && readBytes != lengthBytes) {
      throw new IOException("the connection ended after " + readBytes + " of the " + lengthBytes
          + " bytes of " + key);
    }
    return n;
  }

  /** Reads what it skips, so that what was skipped is counted and checked. */
  @Override
  public long skip(long bytes) throws IOException {
    byte[] skipped = new byte[(int) Math.min(8192, Math.max(bytes, 0))];
    long total = 0;
    while (total < bytes) {
      int n = read(skipped, 0, (int) Math.min(skipped.length, bytes - total));
      if (n < 0) {
        break;
      }
      total += n;
    }
    return total;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
