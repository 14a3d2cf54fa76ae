package dev.wastm.blobstore.layer;

import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;

/** Content under the keys {@code <prefix><digest><suffix>} of a blob store, checked at every read. Thread-safe. */
public final class ContentStore implements Content {
  private final BlobStore store;
  private final String prefix;
  private final String suffix;

  /** Content in {@code store}, which stays the caller's to close. */
  public ContentStore(BlobStore store, String prefix, String suffix) {
    this.store = store;
    this.prefix = prefix;
    this.suffix = suffix;
  }

  /** Stores the bytes, unless they are there already, and returns their digest. */
  public Sha256 put(byte[] bytes) {
    Sha256 digest = Sha256.of(bytes);
    store.putIfAbsent(key(digest), bytes);
    return digest;
  }

  @Override
  public byte[] get(Sha256 digest) {
    byte[] bytes = store.get(key(digest));
    Sha256 actual = Sha256.of(bytes);
    if (!actual.equals(digest)) {
      throw BlobStoreException.corrupt("The object " + key(digest) + " in " + store
          + " is damaged: its SHA-256 is " + actual + ".");
    }
    return bytes;
  }

  /** Where the content with this digest lies. */
  public BlobKey key(Sha256 digest) {
    return BlobKey.of(prefix + digest + suffix);
  }
}
