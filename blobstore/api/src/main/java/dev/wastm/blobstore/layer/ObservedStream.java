package dev.wastm.blobstore.layer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream whose reading is one observed call, which ends with its end, its failure or its closing. Not thread-safe. */
final class ObservedStream extends FilterInputStream {
  private final Observation observation;

  ObservedStream(InputStream in, Observation observation) {
    super(in);
    this.observation = observation;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      int n = in.read(buffer, offset, length);
      if (n < 0) {
        observation.succeeded();
      } else {
        observation.count(n);
      }
      return n;
    } catch (IOException | RuntimeException e) {
      observation.failed(e);
      throw e;
    }
  }

  @Override
  public long skip(long bytes) throws IOException {
    try {
      return in.skip(bytes);
    } catch (IOException | RuntimeException e) {
      observation.failed(e);
      throw e;
    }
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public void close() throws IOException {
    try {
      in.close();
      observation.succeeded();
    } catch (IOException | RuntimeException e) {
      observation.failed(e);
      throw e;
    }
  }
}
