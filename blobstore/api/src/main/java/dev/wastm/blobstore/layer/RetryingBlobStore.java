package dev.wastm.blobstore.layer;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobSource;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.blobstore.PutMode;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Tries calls again that fail with a retryable error. Without mutable state.
 *
 * <p>Not tried again: a put of a source that can be read only once; a stream that fails while it is read (but {@link #get}
 * starts over). A listing goes on after the last object that it gave. A put if absent that is tried again may report ALREADY_EXISTS for the
 * object that its own first try has stored: who needs to know compares the bytes.
 */
public final class RetryingBlobStore implements BlobStore {
  private final BlobStore store;
  private final RetryPolicy policy;

  /** Retries the calls to {@code store}, which is closed with this one. */
  public RetryingBlobStore(BlobStore store, RetryPolicy policy) {
    this.store = store;
    this.policy = policy;
  }

  @Override
  public void put(BlobKey key, BlobSource source, PutMode mode) {
    if (!source.repeatable()) {
      store.put(key, source, mode);
      return;
    }
    retry(() -> {
      store.put(key, source, mode);
      return key;
    });
  }

  @Override
  public InputStream open(BlobKey key) {
    return retry(() -> store.open(key));
  }

  @Override
  public InputStream open(BlobKey key, long offsetBytes, long lengthBytes) {
    return retry(() -> store.open(key, offsetBytes, lengthBytes));
  }

  @Override
  public byte[] get(BlobKey key) {
    return retry(() -> store.get(key));
  }

  @Override
  public byte[] get(BlobKey key, int bytesMax) {
    return retry(() -> store.get(key, bytesMax));
  }

  @Override
  public Optional<BlobInfo> head(BlobKey key) {
    return retry(() -> store.head(key));
  }

  @Override
  public Stream<BlobInfo> list(String prefix) {
    Stream<BlobInfo> begun = retry(() -> store.list(prefix));
    return RetriedListing.of(begun, () -> store.list(prefix), this::retry);
  }

  @Override
  public void delete(BlobKey key) {
    retry(() -> {
      store.delete(key);
      return key;
    });
  }

  @Override
  public void close() {
    store.close();
  }

  @Override
  public String toString() {
    return store.toString();
  }

  private <T> T retry(Supplier<T> call) {
    long startNanos = System.nanoTime();
    for (int retry = 0; ; retry++) {
      try {
        return call.get();
      } catch (BlobStoreException e) {
        long delayNanos =
            ThreadLocalRandom.current().nextLong(policy.delayBound(retry).toNanos() + 1);
        long elapsedNanos = System.nanoTime() - startNanos;
        if (!e.retryable() || elapsedNanos + delayNanos > policy.deadline().toNanos()) {
          throw e;
        }
        sleep(delayNanos, e);
      }
    }
  }

  /** An interrupted caller gets the failure that it would have waited on. */
  private static void sleep(long nanos, BlobStoreException failure) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure;
    }
  }
}
