package dev.wastm.ledger.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.blobstore.PutMode;
import dev.wastm.ledger.Fixture;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.wasm.Engine;
import dev.wastm.wasm.ExecutableModule;
import dev.wastm.wasm.abi.GuestRules;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Modules in memory, the hot tier. */
@Tag("integration")
class ModulesTest {
  private static final long NO_BOUND = Long.MAX_VALUE;
  private static final long METASPACE_BYTES_MAX = 1024 * 1024;
  private final BlobStore blobs = BlobStores.open("memory:");

  @AfterEach
  void close() {
    blobs.close();
  }

  /** The counter with a custom section that makes it another module. */
  private Digest publish(ModuleStore store, int variant) throws Exception {
    byte[] counter = Fixture.counter();
    byte[] other = Arrays.copyOf(counter, counter.length + 6);
    byte[] section = {0, 4, 1, 'v', (byte) variant, (byte) (variant >> Byte.SIZE)};
    System.arraycopy(section, 0, other, counter.length, section.length);
    return store.publish(other, ModuleRef.parseTag("counter@" + variant));
  }

  @Test
  void aModuleIsPreparedOnceHoweverManyAsk() throws Exception {
    ModuleStore store = new ModuleStore(blobs);
    Digest digest = publish(store, 1);
    Modules modules = new Modules(store, Engine.COMPILED, NO_BOUND);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Callable<ExecutableModule> ask = () -> modules.executable(digest, GuestRules.epoch1());
      List<Future<ExecutableModule>> answers =
          threads.invokeAll(List.of(ask, ask, ask, ask, ask, ask, ask, ask));
      for (Future<ExecutableModule> answer : answers) {
        assertSame(
            modules.executable(digest, GuestRules.epoch1()), answer.get(30, TimeUnit.SECONDS));
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(1, modules.size());
  }

  @Test
  void theLeastRecentlyUsedIsForgotten() throws Exception {
    ModuleStore store = new ModuleStore(blobs);
    long weight = new Modules(store, Engine.INTERPRETER, NO_BOUND)
        .executable(publish(store, 0), GuestRules.epoch1())
        .weightBytes();
    Modules modules = new Modules(store, Engine.INTERPRETER, 3 * weight + weight / 2);
    ExecutableModule first = modules.executable(publish(store, 1), GuestRules.epoch1());
    ExecutableModule second = modules.executable(publish(store, 2), GuestRules.epoch1());
    modules.executable(publish(store, 3), GuestRules.epoch1());
    assertSame(first, modules.executable(publish(store, 1), GuestRules.epoch1()));
    modules.executable(publish(store, 4), GuestRules.epoch1());
    assertEquals(3, modules.size());
    assertSame(first, modules.executable(publish(store, 1), GuestRules.epoch1()));
    assertNotSame(second, modules.executable(publish(store, 2), GuestRules.epoch1()));
  }

  /** What is forgotten gives its classes back to the JVM. */
  @Test
  @Timeout(60)
  void forgottenModulesAreUnloaded() throws Exception {
    ModuleStore store = new ModuleStore(blobs);
    Modules modules = new Modules(store, Engine.COMPILED, 1);
    long before = ManagementFactory.getClassLoadingMXBean().getUnloadedClassCount();
    for (int i = 0; i < 20; i++) {
      modules.executable(publish(store, i), GuestRules.epoch1());
    }
    assertEquals(1, modules.size());
    long unloaded = 0;
    for (int i = 0; i < 100 && unloaded < 38; i++) {
      System.gc();
      Thread.sleep(100);
      unloaded = ManagementFactory.getClassLoadingMXBean().getUnloadedClassCount() - before;
    }
    assertTrue(unloaded >= 38, "two classes a module, but unloaded were " + unloaded);
  }

  /** A module takes some 100 KB, once where it is checked and once where it is run: fifty that are kept take ten times what is allowed. */
  @Test
  @Timeout(120)
  void metaspaceDoesNotGrowWithTheNumberOfModules() throws Exception {
    ModuleStore store = new ModuleStore(blobs);
    Modules modules = new Modules(store, Engine.COMPILED, 1);
    loadAll(modules, store, 0, 20);
    long before = metaspaceBytesInUse();
    loadAll(modules, store, 20, 70);
    long grown = Long.MAX_VALUE;
    for (int i = 0; i < 50 && grown > METASPACE_BYTES_MAX; i++) {
      Thread.sleep(100);
      grown = metaspaceBytesInUse() - before;
    }
    assertTrue(grown <= METASPACE_BYTES_MAX, "grown by " + grown + " bytes");
  }

  private void loadAll(Modules modules, ModuleStore store, int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      modules.executable(publish(store, i), GuestRules.epoch1());
    }
  }

  private static long metaspaceBytesInUse() {
    System.gc();
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getName().equals("Metaspace"))
        .mapToLong(pool -> pool.getUsage().getUsed())
        .sum();
  }

  @Test
  @Timeout(60)
  void aFailureReachesAllWhoWaitAndIsNotRemembered() throws Exception {
    ModuleStore store = new ModuleStore(blobs);
    Digest digest = publish(store, 1);
    byte[] wasm = blobs.get(ModuleStore.key(digest));
    blobs.delete(ModuleStore.key(digest));
    try (Modules modules = new Modules(store, Engine.COMPILED, NO_BOUND)) {
      assertThrows(BlobStoreException.class, () -> modules.executable(digest, GuestRules.epoch1()));
      assertThrows(BlobStoreException.class, () -> modules.executable(digest, GuestRules.epoch1()));
      assertEquals(2, modules.statistics().cold().misses());
      blobs.put(ModuleStore.key(digest), wasm, PutMode.OVERWRITE);
      assertSame(
          modules.executable(digest, GuestRules.epoch1()),
          modules.executable(digest, GuestRules.epoch1()));
      assertEquals(1, modules.statistics().modules());
    }
  }

  @Test
  @Timeout(60)
  void modulesAreFetchedBeforehand() throws Exception {
    ModuleStore store = new ModuleStore(blobs);
    List<Digest> digests = List.of(publish(store, 1), publish(store, 2), publish(store, 3));
    try (Modules modules = new Modules(store, Engine.COMPILED, NO_BOUND)) {
      modules.prefetch(
          () -> List.of(Digest.of(new byte[Digest.LENGTH_BYTES])), GuestRules.epoch1());
      modules.prefetch(() -> digests, GuestRules.epoch1());
      while (modules.size() < 3) {
        Thread.sleep(5);
      }
      digests.forEach(digest -> modules.executable(digest, GuestRules.epoch1()));
      ModuleStatistics found = modules.statistics();
      assertEquals(new ModuleStatistics.Tier(3, 0, 0), found.hot());
      assertEquals(3, found.cold().hits());
    }
  }

  /** What there is no room for is not loaded beforehand, or it would put out what is in use. */
  @Test
  @Timeout(60)
  void nothingIsFetchedBeforehandWhereThereIsNoRoom() throws Exception {
    ModuleStore store = new ModuleStore(blobs);
    try (Modules modules = new Modules(store, Engine.INTERPRETER, 1)) {
      ExecutableModule used = modules.executable(publish(store, 1), GuestRules.epoch1());
      Digest other = publish(store, 2);
      CountDownLatch asked = new CountDownLatch(1);
      modules.prefetch(
          () -> {
            asked.countDown();
            return List.of(other);
          },
          GuestRules.epoch1());
      asked.await();
      Thread.sleep(200);
      assertSame(used, modules.executable(publish(store, 1), GuestRules.epoch1()));
      assertEquals(1, modules.statistics().cold().hits());
    }
  }
}
