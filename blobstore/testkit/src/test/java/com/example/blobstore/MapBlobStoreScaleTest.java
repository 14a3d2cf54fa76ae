package com.example.blobstore;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.blobstore.testkit.BlobStoreScale;

class MapBlobStoreScaleTest extends BlobStoreScale {
  @Override
  protected BlobStore openEmpty() {
    return BlobStores.open("map:");
  }

  @Override
  protected long largeObjectBytes() {
    return 10L << 20;
  }
}
