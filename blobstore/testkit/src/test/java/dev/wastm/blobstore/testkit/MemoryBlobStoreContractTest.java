package dev.wastm.blobstore.testkit;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;

class MemoryBlobStoreContractTest extends BlobStoreContract {
  @Override
  protected BlobStore openEmpty() {
    return BlobStores.open("memory:");
  }
}
