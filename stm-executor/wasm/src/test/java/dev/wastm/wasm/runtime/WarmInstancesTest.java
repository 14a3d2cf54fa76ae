package dev.wastm.wasm.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.wasm.testing.Epoch;
import dev.wastm.wasm.testing.TestModule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WarmInstancesTest {
  private static final int THREADS = 8;
  private static final int ROUNDS = 50_000;
  private static final int PLACES = 16;
  private static final int MANY = 100;

  private final WarmInstances warm = new WarmInstances();

  private static Blueprint blueprint() throws Exception {
    return Blueprint.interpreted(TestModule.guest("i32.const 0").instrumented(), Epoch.RULES);
  }

  @Test
  void whatWasPutIsTakenOnce() throws Exception {
    assertTrue(warm.take().isEmpty());
    GuestInstance instance = blueprint().instantiate();
    warm.put(instance);
    assertSame(instance, warm.take().orElseThrow());
    assertTrue(warm.take().isEmpty());
  }

  @Test
  void aThreadFindsWhatAnotherPut() throws Exception {
    GuestInstance instance = blueprint().instantiate();
    Thread other = new Thread(() -> warm.put(instance));
    other.start();
    other.join();
    assertSame(instance, warm.take().orElseThrow());
  }

  @Test
  void nothingIsLost() throws Exception {
    Blueprint blueprint = blueprint();
    for (int i = 0; i < MANY; i++) {
      warm.put(blueprint.instantiate());
    }
    Set<GuestInstance> taken = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Optional<GuestInstance> each = warm.take(); each.isPresent(); each = warm.take()) {
      assertTrue(taken.add(each.get()), "an instance was given out twice");
    }
    assertEquals(MANY, taken.size());
  }

  /** Threads hold up to two at a time, as nested calls of one module do. */
  @Test
  @Timeout(60)
  void noTwoThreadsHaveOneInstance() throws Exception {
    Blueprint blueprint = blueprint();
    Set<GuestInstance> inUse = ConcurrentHashMap.newKeySet();
    Set<GuestInstance> made = ConcurrentHashMap.newKeySet();
    Callable<Void> user = () -> {
      for (int i = 0; i < ROUNDS; i++) {
        List<GuestInstance> held = new ArrayList<>();
        for (int depth = 0; depth <= i % 2; depth++) {
          GuestInstance instance = warm.take().orElseGet(blueprint::instantiate);
          made.add(instance);
          assertTrue(inUse.add(instance), "an instance was given out twice");
          held.add(instance);
        }
        inUse.removeAll(new HashSet<>(held));
        held.forEach(warm::put);
      }
      return null;
    };
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      for (Future<Void> each : threads.invokeAll(Collections.nCopies(THREADS, user))) {
        each.get();
      }
    } finally {
      threads.shutdown();
      assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS));
    }
    assertTrue(
        made.size() <= 2 * THREADS + PLACES, "more were made than were in use: " + made.size());
  }
}
