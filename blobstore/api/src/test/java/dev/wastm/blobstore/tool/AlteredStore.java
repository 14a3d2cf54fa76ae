package dev.wastm.blobstore.tool;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobSource;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.PutMode;
import java.io.InputStream;
import java.util.Optional;
import java.util.stream.Stream;

/** A store that does what another does; tests override what it shall do wrong. */
class AlteredStore implements BlobStore {
  final BlobStore store;

  AlteredStore(BlobStore store) {
    this.store = store;
  }

  @Override
  public void put(BlobKey key, BlobSource source, PutMode mode) {
    store.put(key, source, mode);
  }

  @Override
  public InputStream open(BlobKey key) {
    return store.open(key);
  }

  @Override
  public InputStream open(BlobKey key, long offsetBytes, long lengthBytes) {
    return store.open(key, offsetBytes, lengthBytes);
  }

  @Override
  public Optional<BlobInfo> head(BlobKey key) {
    return store.head(key);
  }

  @Override
  public Stream<BlobInfo> list(String prefix) {
    return store.list(prefix);
  }

  @Override
  public void delete(BlobKey key) {
    store.delete(key);
  }

  @Override
  public void close() {
    store.close();
  }

  @Override
  public String toString() {
    return store.toString();
  }
}
