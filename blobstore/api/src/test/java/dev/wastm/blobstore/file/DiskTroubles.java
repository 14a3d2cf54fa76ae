package dev.wastm.blobstore.file;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.blobstore.PutMode;
import dev.wastm.blobstore.process.OtherJvm;
import java.util.List;
import java.util.stream.Stream;

/** Puts objects of 64 KiB until one fails, prints the failure and what is stored then. Argument: store URI. */
final class DiskTroubles {
  private static final int OBJECT_BYTES = 64 * 1024;

  private DiskTroubles() {}

  public static void main(String[] arguments) {
    OtherJvm.endWithParent();
    try (BlobStore store = BlobStores.open(arguments[0])) {
      int stored = fill(store);
      try (Stream<BlobInfo> objects = store.list("")) {
        List<BlobInfo> whole =
            objects.filter(object -> object.sizeBytes() == OBJECT_BYTES).toList();
        System.out.println("stored " + stored + ", listed whole " + whole.size());
      }
      if (stored > 0) {
        store.delete(BlobKey.of("object/0"));
        store.put(BlobKey.of("object/again"), new byte[OBJECT_BYTES], PutMode.IF_ABSENT);
        System.out.println("stored again");
      }
    }
  }

  private static int fill(BlobStore store) {
    for (int i = 0; ; i++) {
      try {
        store.put(BlobKey.of("object/" + i), new byte[OBJECT_BYTES], PutMode.IF_ABSENT);
      } catch (BlobStoreException e) {
        System.out.println(e.kind() + (e.retryable() ? " retryable" : "") + ": " + e.getMessage());
        return i;
      }
    }
  }
}
