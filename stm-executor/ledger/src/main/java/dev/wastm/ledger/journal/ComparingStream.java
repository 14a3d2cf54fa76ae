package dev.wastm.ledger.journal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/** Compares what is written with what another stream gives, and keeps none of it. For one thread. */
final class ComparingStream extends OutputStream {
  private final InputStream expected;
  private boolean isSame = true;

  ComparingStream(InputStream expected) {
    this.expected = expected;
  }

  /** Whether all that was written so far is what the other stream gave; how it goes on is not asked. */
  boolean isSame() {
    return isSame;
  }

  @Override
  public void write(int each) throws IOException {
    isSame = isSame && expected.read() == (each & 0xff);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    if (isSame) {
      byte[] other = expected.readNBytes(length);
      isSame = Arrays.equals(from, offset, offset + length, other, 0, other.length);
    }
  }
}
