package dev.wastm.blobstore.layer;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobStoreException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A listing that begins anew where it failed, and passes over what it has given: its keys ascend. Confined to one thread, like any stream. */
final class RetriedListing implements Iterator<BlobInfo> {
  /** Calls something until it succeeds, or fails for good. */
  @FunctionalInterface
  interface Retry {
    Optional<BlobInfo> call(Supplier<Optional<BlobInfo>> call);
  }

  private final Supplier<Stream<BlobInfo>> listing;
  private final Retry retry;
  private Stream<BlobInfo> stream;
  private Iterator<BlobInfo> objects;
  private boolean isBroken;
  private String last = "";
  private Optional<BlobInfo> next = Optional.empty();

  private RetriedListing(Stream<BlobInfo> begun, Supplier<Stream<BlobInfo>> listing, Retry retry) {
    this.listing = listing;
    this.retry = retry;
    this.stream = begun;
    this.objects = begun.iterator();
  }

  /**
   * Goes on with a listing.
   *
   * @param begun nothing of it has been read; closed with what is returned
   * @param listing begins it anew
   */
  static Stream<BlobInfo> of(
      Stream<BlobInfo> begun, Supplier<Stream<BlobInfo>> listing, Retry retry) {
    RetriedListing objects = new RetriedListing(begun, listing, retry);
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(objects, Spliterator.ORDERED | Spliterator.NONNULL),
            false)
        .onClose(() -> objects.stream.close());
  }

  @Override
  public boolean hasNext() {
    if (next.isEmpty()) {
      next = retry.call(this::advance);
    }
    return next.isPresent();
  }

  @Override
  public BlobInfo next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    BlobInfo given = next.orElseThrow();
    next = Optional.empty();
    return given;
  }

  private Optional<BlobInfo> advance() {
    try {
      if (isBroken) {
        stream.close();
        stream = listing.get();
        objects = stream.iterator();
        isBroken = false;
      }
      while (objects.hasNext()) {
        BlobInfo object = objects.next();
        if (object.key().value().compareTo(last) > 0) {
          last = object.key().value();
          return Optional.of(object);
        }
      }
      return Optional.empty();
    } catch (BlobStoreException e) {
      isBroken = true;
      throw e;
    }
  }
}
