package dev.wastm.blobstore.layer;

import dev.wastm.blobstore.BlobInfo;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A listing that is one observed call, which ends with its end, its failure or its closing. Not thread-safe. */
final class ObservedListing extends AbstractSpliterator<BlobInfo> {
  private final Spliterator<BlobInfo> objects;
  private final Observation observation;

  private ObservedListing(Spliterator<BlobInfo> objects, Observation observation) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    this.objects = objects;
    this.observation = observation;
  }

  static Stream<BlobInfo> of(Stream<BlobInfo> objects, Observation observation) {
    return StreamSupport.stream(new ObservedListing(objects.spliterator(), observation), false)
        .onClose(objects::close)
        .onClose(observation::succeeded);
  }

  @Override
  public boolean tryAdvance(Consumer<? super BlobInfo> action) {
    BlobInfo[] next = new BlobInfo[1];
    try {
      if (!objects.tryAdvance(object -> next[0] = object)) {
        observation.succeeded();
        return false;
      }
    } catch (RuntimeException e) {
      observation.failed(e);
      throw e;
    }
    observation.count(1);
    action.accept(next[0]);
    return true;
  }
}
