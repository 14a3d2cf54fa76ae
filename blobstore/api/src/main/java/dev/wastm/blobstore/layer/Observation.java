package dev.wastm.blobstore.layer;

/** A call whose end is told once, with the amount that was counted until then. Used by one thread at a time. */
final class Observation {
  private final BlobStoreListener.Call call;
  private long amount;
  private boolean ended;

  Observation(BlobStoreListener.Call call) {
    this.call = call;
  }

  void count(long more) {
    amount += more;
  }

  void succeeded() {
    if (!ended) {
      ended = true;
      call.succeeded(amount);
    }
  }

  void failed(Throwable failure) {
    if (!ended) {
      ended = true;
      call.failed(failure);
    }
  }
}
