package dev.wastm.blobstore.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The first bytes of a stream, up to a number. Not thread-safe. */
final class RangeStream extends FilterInputStream {
  private long remainingBytes;

  RangeStream(InputStream in, long lengthBytes) {
    super(in);
    this.remainingBytes = lengthBytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (remainingBytes == 0 && length > 0) {
      return -1;
    }
    int n = super.read(buffer, offset, (int) Math.min(length, remainingBytes));
    remainingBytes -= Math.max(n, 0);
    return n;
  }

  @Override
  public long skip(long bytes) throws IOException {
    long skipped = super.skip(Math.min(bytes, remainingBytes));
    remainingBytes -= skipped;
    return skipped;
  }

  @Override
  public int available() throws IOException {
    return (int) Math.min(super.available(), remainingBytes);
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
