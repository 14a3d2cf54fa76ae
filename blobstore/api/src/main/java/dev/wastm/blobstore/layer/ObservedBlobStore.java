package dev.wastm.blobstore.layer;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobSource;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.PutMode;
import dev.wastm.blobstore.layer.BlobStoreListener.Operation;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Tells a listener of every call and how it ends. Without mutable state. Under {@link RetryingBlobStore} it tells of each
 * try; over it, of each call that was asked for.
 */
public final class ObservedBlobStore implements BlobStore {
  private final BlobStore store;
  private final BlobStoreListener listener;

  /** Observes the calls to {@code store}, which is closed with this one. */
  public ObservedBlobStore(BlobStore store, BlobStoreListener listener) {
    this.store = store;
    this.listener = listener;
  }

  @Override
  public void put(BlobKey key, BlobSource source, PutMode mode) {
    Observation call = begin(Operation.PUT, key.value());
    observe(call, () -> {
      store.put(key, new ProgressSource(source, call::count), mode);
      return key;
    });
  }

  @Override
  public InputStream open(BlobKey key) {
    return reading(key, () -> store.open(key));
  }

  @Override
  public InputStream open(BlobKey key, long offsetBytes, long lengthBytes) {
    return reading(key, () -> store.open(key, offsetBytes, lengthBytes));
  }

  @Override
  public Optional<BlobInfo> head(BlobKey key) {
    return observe(begin(Operation.HEAD, key.value()), () -> store.head(key));
  }

  @Override
  public Stream<BlobInfo> list(String prefix) {
    Observation call = begin(Operation.LIST, prefix);
    try {
      return ObservedListing.of(store.list(prefix), call);
    } catch (RuntimeException e) {
      call.failed(e);
      throw e;
    }
  }

  @Override
  public void delete(BlobKey key) {
    observe(begin(Operation.DELETE, key.value()), () -> {
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

  private Observation begin(Operation operation, String subject) {
    return new Observation(listener.begin(operation, subject));
  }

  private InputStream reading(BlobKey key, Supplier<InputStream> opening) {
    Observation call = begin(Operation.READ, key.value());
    try {
      return new ObservedStream(opening.get(), call);
    } catch (RuntimeException e) {
      call.failed(e);
      throw e;
    }
  }

  private static <T> T observe(Observation call, Supplier<T> action) {
    try {
      T result = action.get();
      call.succeeded();
      return result;
    } catch (RuntimeException e) {
      call.failed(e);
      throw e;
    }
  }
}
