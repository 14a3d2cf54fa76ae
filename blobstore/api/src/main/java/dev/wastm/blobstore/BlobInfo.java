package dev.wastm.blobstore;

/**
 * What a store tells about an object without its bytes.
 *
 * @param key the object's key
 * @param sizeBytes the object's length, 0 or more
 */
public record BlobInfo(BlobKey key, long sizeBytes) {
  public BlobInfo {
    if (sizeBytes < 0) {
      throw new IllegalArgumentException("Object " + key + " cannot have " + sizeBytes + " bytes.");
    }
  }
}
