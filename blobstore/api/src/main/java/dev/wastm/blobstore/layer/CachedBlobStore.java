package dev.wastm.blobstore.layer;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobSource;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.blobstore.PutMode;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Gets whole objects whose keys name their digest from a {@link DiskCache}, and from the store only where that has none. All other calls go to
 * the store: what may change is never cached, and whether there is an object is always the store's to say. So an object that was deleted is
 * still read by who knows its digest, and one that lies damaged in the store is read as it was, where it was read before. Without mutable state.
 */
public final class CachedBlobStore implements BlobStore {
  private final BlobStore store;
  private final DiskCache cache;
  private final Function<BlobKey, Optional<Sha256>> digests;

  /**
   * Caches objects of {@code store}, which is closed with this one.
   *
   * @param digests the digest of the object that has a key, where the key says it
   */
  public CachedBlobStore(
      BlobStore store, DiskCache cache, Function<BlobKey, Optional<Sha256>> digests) {
    this.store = store;
    this.cache = cache;
    this.digests = digests;
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
  public byte[] get(BlobKey key) {
    return digests
        .apply(key)
        .map(digest -> cache.get(digest, () -> store.get(key)))
        .orElseGet(() -> store.get(key));
  }

  @Override
  public byte[] get(BlobKey key, int bytesMax) {
    Optional<Sha256> digest = digests.apply(key);
    if (digest.isEmpty()) {
      return store.get(key, bytesMax);
    }
    byte[] bytes = cache.get(digest.get(), () -> store.get(key, bytesMax));
    if (bytes.length > bytesMax) {
      throw BlobStoreException.tooLarge(this, key, bytesMax);
    }
    return bytes;
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
