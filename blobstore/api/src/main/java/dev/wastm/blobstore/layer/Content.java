package dev.wastm.blobstore.layer;

import dev.wastm.blobstore.BlobStoreException;

/** Bytes by their digest: whatever is behind it, what it gives is what was asked for. */
public interface Content {
  /**
   * The bytes with this digest. Throws {@link BlobStoreException}: NOT_FOUND where there are none, CORRUPT where what is
   * stored has another digest.
   */
  byte[] get(Sha256 digest);
}
