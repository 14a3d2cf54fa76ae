package dev.wastm.blobstore.testkit;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;

class MemoryBlobStoreScaleTest extends BlobStoreScale {
  @Override
  protected BlobStore openEmpty() {
    return BlobStores.open("memory:");
  }

  /** A store in memory cannot hold more than the heap. */
  @Override
  protected long largeObjectBytes() {
    return 8L << 20;
  }
}
