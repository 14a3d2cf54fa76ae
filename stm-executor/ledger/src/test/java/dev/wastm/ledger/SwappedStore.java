package dev.wastm.ledger;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobSource;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.PutMode;
import java.io.InputStream;
import java.util.Optional;
import java.util.stream.Stream;

/** One store and then another one behind the same name, as when the wrong disk is mounted. Thread-safe; closing it closes neither. */
public final class SwappedStore implements BlobStore {
  private volatile BlobStore now;

  public SwappedStore(BlobStore first) {
    this.now = first;
  }

  public void swap(BlobStore other) {
    now = other;
  }

  @Override
  public void put(BlobKey key, BlobSource source, PutMode mode) {
    now.put(key, source, mode);
  }

  @Override
  public InputStream open(BlobKey key) {
    return now.open(key);
  }

  @Override
  public InputStream open(BlobKey key, long offsetBytes, long lengthBytes) {
    return now.open(key, offsetBytes, lengthBytes);
  }

  @Override
  public Optional<BlobInfo> head(BlobKey key) {
    return now.head(key);
  }

  @Override
  public Stream<BlobInfo> list(String prefix) {
    return now.list(prefix);
  }

  @Override
  public void delete(BlobKey key) {
    now.delete(key);
  }

  @Override
  public void close() {}

  @Override
  public String toString() {
    return now.toString();
  }
}
