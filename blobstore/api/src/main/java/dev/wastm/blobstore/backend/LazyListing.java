package dev.wastm.blobstore.backend;

import dev.wastm.blobstore.BlobInfo;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A listing over an iterator that fetches pages as it goes. Not thread-safe. */
public final class LazyListing extends AbstractSpliterator<BlobInfo> {
  private final Iterator<BlobInfo> objects;
  private final UnaryOperator<RuntimeException> fault;

  private LazyListing(Iterator<BlobInfo> objects, UnaryOperator<RuntimeException> fault) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    this.objects = objects;
    this.fault = fault;
  }

  /** Streams {@code objects}; what the client library throws is thrown as what {@code fault} makes of it. */
  public static Stream<BlobInfo> of(
      Iterator<BlobInfo> objects, UnaryOperator<RuntimeException> fault) {
    return StreamSupport.stream(new LazyListing(objects, fault), false);
  }

  @Override
  public boolean tryAdvance(Consumer<? super BlobInfo> action) {
    BlobInfo next;
    try {
      if (!objects.hasNext()) {
        return false;
      }
      next = objects.next();
    } catch (RuntimeException e) {
      throw fault.apply(e);
    }
    action.accept(next);
    return true;
  }
}
