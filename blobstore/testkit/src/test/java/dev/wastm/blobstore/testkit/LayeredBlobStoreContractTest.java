package dev.wastm.blobstore.testkit;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.blobstore.layer.BlobStoreListener;
import dev.wastm.blobstore.layer.ObservedBlobStore;
import dev.wastm.blobstore.layer.RetryPolicy;
import dev.wastm.blobstore.layer.RetryingBlobStore;

/** A store under layers keeps the same promises. */
class LayeredBlobStoreContractTest extends BlobStoreContract {
  @Override
  protected BlobStore openEmpty() {
    BlobStore observed = new ObservedBlobStore(BlobStores.open("memory:"), (what, on) -> IGNORED);
    return new RetryingBlobStore(observed, RetryPolicy.DEFAULT);
  }

  private static final BlobStoreListener.Call IGNORED = new BlobStoreListener.Call() {
    @Override
    public void succeeded(long amount) {}

    @Override
    public void failed(Throwable failure) {}
  };
}
