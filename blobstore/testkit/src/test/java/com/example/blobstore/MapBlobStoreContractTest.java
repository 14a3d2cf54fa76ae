package com.example.blobstore;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.blobstore.testkit.BlobStoreContract;

class MapBlobStoreContractTest extends BlobStoreContract {
  @Override
  protected BlobStore openEmpty() {
    return BlobStores.open("map:");
  }
}
