package dev.wastm.wasm.runtime;

import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A module's instances that wait for a call: one in the place of each thread, so that threads that call by turns do not meet, and the rest in a
 * stack. Thread-safe and lock-free.
 *
 * <p>Invariant: an instance lies in one place, or in the stack, at most. It gets there by the one thread that had it, and leaves to the one
 * thread that gets it, by atomic exchanges: so nobody else has it in between, and what its last user wrote to it happens before what its
 * next one reads. A thread makes a new instance only after it has found the stack empty, so there are hardly more than were ever in use at
 * once.
 */
public final class WarmInstances {
  /** More threads than these share places, and use the stack. */
  private static final int PLACES = 16;

  /** Places do not share a cache line, of 64 bytes, at 4 bytes a reference. */
  private static final int PLACES_APART = 16;

  private final AtomicReferenceArray<@Nullable GuestInstance> places =
      new AtomicReferenceArray<>(PLACES * PLACES_APART);

  private final ConcurrentLinkedDeque<GuestInstance> stack = new ConcurrentLinkedDeque<>();

  public Optional<GuestInstance> take() {
    GuestInstance own = places.getAndSet(ownPlace(), null);
    return own != null ? Optional.of(own) : takeFromOthers();
  }

  private Optional<GuestInstance> takeFromOthers() {
    GuestInstance taken = stack.pollFirst();
    for (int place = 0; taken == null && place < places.length(); place += PLACES_APART) {
      taken = places.getAndSet(place, null);
    }
    return Optional.ofNullable(taken);
  }

  /** The caller must not use the instance any more. */
  public void put(GuestInstance instance) {
    if (!places.compareAndSet(ownPlace(), null, instance)) {
      stack.addFirst(instance);
    }
  }

  private static int ownPlace() {
    return System.identityHashCode(Thread.currentThread()) % PLACES * PLACES_APART;
  }
}
