package dev.wastm.blobstore.layer;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.blobstore.process.OtherJvm;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads all content of a store again and again through a cache that others use too, and ends well if it was always right.
 * Arguments: store URI, the cache's directory, its capacity in bytes, rounds.
 */
final class CacheReader {
  private CacheReader() {}

  public static void main(String[] arguments) {
    OtherJvm.endWithParent();
    try (BlobStore store = BlobStores.open(arguments[0])) {
      BlobStore cached = new CachedBlobStore(
          store,
          new DiskCache(Path.of(arguments[1]), Long.parseLong(arguments[2])),
          ContentKeys::digest);
      List<Sha256> digests = store
          .list("c/")
          .map(object -> ContentKeys.digest(object.key()).orElseThrow())
          .toList();
      for (int round = 0; round < Integer.parseInt(arguments[3]); round++) {
        for (Sha256 digest : digests) {
          if (!Sha256.of(cached.get(ContentKeys.key(digest))).equals(digest)) {
            throw new IllegalStateException("The cache gave wrong bytes for " + digest);
          }
        }
      }
      System.out.println("read " + digests.size());
    }
  }
}
