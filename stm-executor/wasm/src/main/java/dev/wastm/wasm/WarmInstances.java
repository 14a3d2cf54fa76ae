package dev.wastm.wasm;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A module's instances that wait for a call, in a bounded number of places. Thread-safe and lock-free.
 *
 * <p>Invariant: an instance lies in one place at most. It gets there by a compare-and-set from empty, by the one thread that had it, and
 * leaves by an exchange with empty, to the one thread that gets it: so nobody else has it in between, and what its last user wrote to it
 * happens before what its next one reads. Each thread begins to look at a place of its own, so that threads meet seldom; every take and
 * every put ends after one round, whatever others do.
 */
final class WarmInstances {
  /** Threads that nest calls of one module need several instances each; what finds no place is forgotten. */
  private static final int PLACES = 256;

  /** Places of different threads do not share a cache line, of 64 bytes and more, at 4 bytes a reference. */
  private static final int PLACES_APART = 16;

  private final AtomicReferenceArray<@Nullable GuestInstance> places =
      new AtomicReferenceArray<>(PLACES);

  Optional<GuestInstance> take() {
    int first = first();
    for (int i = 0; i < PLACES; i++) {
      int place = (first + i) % PLACES;
      if (places.get(place) != null) {
        GuestInstance taken = places.getAndSet(place, null);
        if (taken != null) {
          return Optional.of(taken);
        }
      }
    }
    return Optional.empty();
  }

  /** The caller must not use the instance any more. */
  void put(GuestInstance instance) {
    int first = first();
    for (int i = 0; i < PLACES; i++) {
      if (places.compareAndSet((first + i) % PLACES, null, instance)) {
        return;
      }
    }
  }

  private static int first() {
    int thread = System.identityHashCode(Thread.currentThread());
    return thread % (PLACES / PLACES_APART) * PLACES_APART;
  }
}
