package dev.wastm.blobstore.tool;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobSource;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/** An object of one store as the source of a put to another. Reading that fails is retryable, as the put then is. */
record StoredSource(BlobStore store, BlobInfo object) implements BlobSource {
  @Override
  public OptionalLong lengthBytes() {
    return OptionalLong.of(object.sizeBytes());
  }

  @Override
  public InputStream open() {
    return new Reading(store.open(object.key()));
  }

  @Override
  public boolean repeatable() {
    return true;
  }

  private final class Reading extends FilterInputStream {
    Reading(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      try {
        return super.read();
      } catch (IOException e) {
        throw failure(e);
      }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        return super.read(buffer, offset, length);
      } catch (IOException e) {
        throw failure(e);
      }
    }

    private BlobStoreException failure(IOException e) {
      return BlobStoreException.unavailable(
          "Reading the object " + object.key() + " from " + store + " failed: " + e.getMessage()
              + ".",
          e);
    }
  }
}
