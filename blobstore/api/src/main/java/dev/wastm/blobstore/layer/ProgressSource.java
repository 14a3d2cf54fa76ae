package dev.wastm.blobstore.layer;

import dev.wastm.blobstore.BlobSource;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/** A source that tells how many bytes of it are read; takes them back where it is read again. Used by one put at a time. */
public final class ProgressSource implements BlobSource {
  private final BlobSource source;
  private final LongConsumer progress;
  private long toldBytes;

  /** The bytes of {@code source}; {@code progress} is told differences, negative ones too. */
  public ProgressSource(BlobSource source, LongConsumer progress) {
    this.source = source;
    this.progress = progress;
  }

  @Override
  public OptionalLong lengthBytes() {
    return source.lengthBytes();
  }

  @Override
  public InputStream open() throws IOException {
    tell(-toldBytes);
    return new Counted(source.open());
  }

  @Override
  public boolean repeatable() {
    return source.repeatable();
  }

  private void tell(long bytes) {
    toldBytes += bytes;
    progress.accept(bytes);
  }

  private final class Counted extends FilterInputStream {
    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      tell(b < 0 ? 0 : 1);
      return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = super.read(buffer, offset, length);
      tell(Math.max(n, 0));
      return n;
    }
  }
}
