package dev.wastm.blobstore.backend;

import dev.wastm.blobstore.BlobInfo;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** A listing that fetches its first page when it is first asked for an object, others as it goes. Not thread-safe. */
public final class LazyListing extends AbstractSpliterator<BlobInfo> {
  private final Iterable<BlobInfo> objects;
  private final UnaryOperator<RuntimeException> fault;
  private @Nullable Iterator<BlobInfo> rest;

  private LazyListing(Iterable<BlobInfo> objects, UnaryOperator<RuntimeException> fault) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    this.objects = objects;
    this.fault = fault;
  }

  /** Streams {@code objects}; what the client library throws is thrown as what {@code fault} makes of it. */
  public static Stream<BlobInfo> of(
      Iterable<BlobInfo> objects, UnaryOperator<RuntimeException> fault) {
    return StreamSupport.stream(new LazyListing(objects, fault), false);
  }

  @Override
  public boolean tryAdvance(Consumer<? super BlobInfo> action) {
    BlobInfo next;
    try {
      if (rest == null) {
        rest = objects.iterator();
      }
      if (!rest.hasNext()) {
        return false;
      }
      next = rest.next();
    } catch (RuntimeException e) {
      throw fault.apply(e);
    }
    action.accept(next);
    return true;
  }
}
