package dev.wastm.blobstore.testkit;

import java.io.InputStream;
import java.util.Objects;
import java.util.SplittableRandom;

/** A stream of as many bytes as asked, determined by a seed, that no repetition of itself can imitate. */
final class PseudoRandomStream extends InputStream {
  private final SplittableRandom random;
  private final long lengthBytes;
  private long position;
  private long bits;

  PseudoRandomStream(long seed, long lengthBytes) {
    this.random = new SplittableRandom(seed);
    this.lengthBytes = lengthBytes;
  }

  @Override
  public int read() {
    return position == lengthBytes ? -1 : Byte.toUnsignedInt(next());
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (position == lengthBytes && length > 0) {
      return -1;
    }
    int n = (int) Math.min(length, lengthBytes - position);
    for (int i = 0; i < n; i++) {
      buffer[offset + i] = next();
    }
    return n;
  }

  private byte next() {
    bits = position % Long.BYTES == 0 ? random.nextLong() : bits >>> Byte.SIZE;
    position++;
    return (byte) bits;
  }
}
