package dev.wastm.ledger.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.ledger.Fixture;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.wasm.CompiledCode;
import dev.wastm.wasm.Engine;
import dev.wastm.wasm.ExecutableModule;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Modules in memory, hot, and their compiled code on disk, warm. */
class ModulesTest {
  private static final long NO_BOUND = Long.MAX_VALUE;
  private final BlobStore blobs = BlobStores.open("memory:");

  @TempDir
  private Path directory;

  @AfterEach
  void close() {
    blobs.close();
  }

  /** The counter with a custom section that makes it another module. */
  private Digest publish(ModuleStore store, int variant) throws Exception {
    byte[] counter = Fixture.counter();
    byte[] other = Arrays.copyOf(counter, counter.length + 5);
    byte[] section = {0, 3, 1, 'v', (byte) variant};
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
      Callable<ExecutableModule> ask = () -> modules.executable(digest);
      List<Future<ExecutableModule>> answers =
          threads.invokeAll(List.of(ask, ask, ask, ask, ask, ask, ask, ask));
      for (Future<ExecutableModule> answer : answers) {
        assertSame(modules.executable(digest), answer.get(30, TimeUnit.SECONDS));
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
        .executable(publish(store, 0))
        .weightBytes();
    Modules modules = new Modules(store, Engine.INTERPRETER, 3 * weight + weight / 2);
    ExecutableModule first = modules.executable(publish(store, 1));
    ExecutableModule second = modules.executable(publish(store, 2));
    modules.executable(publish(store, 3));
    assertSame(first, modules.executable(publish(store, 1)));
    modules.executable(publish(store, 4));
    assertEquals(3, modules.size());
    assertSame(first, modules.executable(publish(store, 1)));
    assertNotSame(second, modules.executable(publish(store, 2)));
  }

  /** What is forgotten gives its classes back to the JVM. */
  @Test
  @Timeout(60)
  void forgottenModulesAreUnloaded() throws Exception {
    ModuleStore store = new ModuleStore(blobs);
    Modules modules = new Modules(store, Engine.COMPILED, 1);
    long before = ManagementFactory.getClassLoadingMXBean().getUnloadedClassCount();
    for (int i = 0; i < 20; i++) {
      modules.executable(publish(store, i));
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

  private List<Path> files() throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".code")).sorted().toList();
    }
  }

  private void prepare(int variant) throws Exception {
    ModuleStore store = new ModuleStore(blobs, CompiledCodeDirectory.open(directory));
    new Modules(store, Engine.COMPILED, NO_BOUND).executable(publish(store, variant));
  }

  @Test
  void compiledCodeOutlivesTheProcessAndIsMendedWhereDamaged() throws Exception {
    prepare(1);
    List<Path> files = files();
    assertEquals(1, files.size());
    byte[] code = Files.readAllBytes(files.get(0));
    FileTime written = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(files.get(0), written);
    prepare(1);
    assertEquals(written, Files.getLastModifiedTime(files.get(0)), "it was read, not written");

    byte[] damaged = code.clone();
    damaged[code.length / 2] ^= 4;
    Files.write(files.get(0), damaged);
    prepare(1);
    assertEquals(code.length, Files.size(files.get(0)));
    assertTrue(!Arrays.equals(damaged, Files.readAllBytes(files.get(0))), "it was compiled again");
    try (Stream<Path> all = Files.list(directory)) {
      assertEquals(2, all.count(), "the key and the code, and no parts");
    }
  }

  @Test
  void theKeyIsSecretAndLasts() throws Exception {
    CompiledCodeDirectory.open(directory);
    Path key = directory.resolve("key");
    byte[] bytes = Files.readAllBytes(key);
    assertEquals(CompiledCode.KEY_BYTES, bytes.length);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
    CompiledCodeDirectory.open(directory);
    assertTrue(Arrays.equals(bytes, Files.readAllBytes(key)));
    Files.write(key, new byte[3]);
    CompiledCodeDirectory.open(directory);
    assertEquals(CompiledCode.KEY_BYTES, Files.size(key), "a damaged key is replaced");
  }

  @Test
  void theOldestFilesArePruned() throws Exception {
    List<Path> kept = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Path file = Files.write(directory.resolve("0" + i + ".code"), new byte[1]);
      Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000L * (5 - i)));
      if (i < 2) {
        kept.add(file);
      }
    }
    CompiledCodeDirectory.prune(directory, 2);
    assertEquals(kept, files());
  }

  /** A disk that cannot be written costs compilations, and nothing else. */
  @Test
  void aDirectoryThatIsGoneCostsOnlyTime() throws Exception {
    Path lost = directory.resolve("lost");
    CompiledCode code = CompiledCodeDirectory.open(lost);
    Files.delete(lost.resolve("key"));
    Files.delete(lost);
    ModuleStore store = new ModuleStore(blobs, code);
    Optional<ExecutableModule> module =
        Optional.of(new Modules(store, Engine.COMPILED, NO_BOUND).executable(publish(store, 1)));
    assertTrue(module.isPresent());
    assertTrue(Files.notExists(lost));
  }
}
