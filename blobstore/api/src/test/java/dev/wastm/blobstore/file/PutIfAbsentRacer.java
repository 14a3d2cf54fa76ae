package dev.wastm.blobstore.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.blobstore.PutMode;
import dev.wastm.blobstore.process.OtherJvm;

/** Tries to put every key of a range if absent, and prints the keys it won. Arguments: store URI, own name, keys. */
final class PutIfAbsentRacer {
  private PutIfAbsentRacer() {}

  public static void main(String[] arguments) {
    OtherJvm.endWithParent();
    byte[] name = arguments[1].repeat(10_000).getBytes(UTF_8);
    try (BlobStore store = BlobStores.open(arguments[0])) {
      for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
        BlobKey key = BlobKey.of("race/" + i);
        try {
          store.put(key, name, PutMode.IF_ABSENT);
          System.out.println(key);
        } catch (BlobStoreException e) {
          if (e.kind() != BlobStoreException.Kind.ALREADY_EXISTS) {
            throw e;
          }
        }
      }
    }
  }
}
