package dev.wastm.ledger.journal;

import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/** Reads objects whose size is known, and the beginnings of others, so that one of any size costs no more memory than an honest one. */
public final class SmallObject {
  private SmallObject() {}

  /** Whether an object, which is there, is what it should be; no more of it is read than that has. */
  public static boolean holds(BlobStore store, BlobKey key, byte[] right) {
    try {
      return Arrays.equals(store.get(key, right.length), right);
    } catch (BlobStoreException e) {
      if (e.kind() == BlobStoreException.Kind.TOO_LARGE) {
        return false;
      }
      throw e;
    }
  }

  /** An object's bytes, or one more than its greatest size of them where it has more; empty where there is none. */
  static Optional<byte[]> find(BlobStore store, BlobKey key, int sizeBytesMax) {
    try (InputStream in = store.open(key, 0, sizeBytesMax + 1L)) {
      return Optional.of(in.readNBytes(sizeBytesMax + 1));
    } catch (BlobStoreException e) {
      if (e.kind() == BlobStoreException.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    } catch (IOException e) {
      throw BlobStoreException.unavailable(
          "Reading the object " + key + " from " + store + " failed: " + e.getMessage() + ".", e);
    }
  }
}
