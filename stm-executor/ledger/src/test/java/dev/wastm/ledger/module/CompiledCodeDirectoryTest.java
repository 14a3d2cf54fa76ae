package dev.wastm.ledger.module;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.ledger.Fixture;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.wasm.CompiledCode;
import dev.wastm.wasm.Engine;
import dev.wastm.wasm.abi.GuestRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiled code on disk, the warm tier: it saves compiling, and nothing in it is believed. */
class CompiledCodeDirectoryTest {
  private static final long NO_BOUND = Long.MAX_VALUE;
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final BlobStore blobs = BlobStores.open("memory:");
  private Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

  @TempDir
  private Path parent;

  private Path directory = Path.of("");

  @BeforeEach
  void choose() {
    directory = parent.resolve("made").resolve("here");
  }

  @AfterEach
  void close() {
    blobs.close();
  }

  private static byte[] variant(int number) throws Exception {
    byte[] counter = Fixture.counter();
    byte[] other = Arrays.copyOf(counter, counter.length + 5);
    byte[] section = {0, 3, 1, 'v', (byte) number};
    System.arraycopy(section, 0, other, counter.length, section.length);
    return other;
  }

  /** A worker that begins, and uses one module. */
  private ModuleStatistics use(int number, long bytesMax) throws Exception {
    byte[] wasm = variant(number);
    Digest digest = Sha256.of(wasm);
    blobs.putIfAbsent(ModuleStore.key(digest), wasm);
    CompiledCode code = CompiledCodeDirectory.open(directory, bytesMax, clock);
    try (Modules modules = new Modules(new ModuleStore(blobs, code), Engine.COMPILED, NO_BOUND)) {
      modules.executable(digest, GuestRules.epoch1());
      modules.executable(digest, GuestRules.epoch1());
      return modules.statistics();
    }
  }

  private ModuleStatistics use(int number) throws Exception {
    return use(number, NO_BOUND);
  }

  private List<Path> kept() throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".code")).sorted().toList();
    }
  }

  @Test
  void theNextStartNeitherCompilesNorFetches() throws Exception {
    ModuleStatistics first = use(1);
    assertEquals(1, first.cold().hits());
    assertEquals(1, first.warm().misses());
    assertEquals(new ModuleStatistics.Tier(1, 1, 0), first.hot());
    assertTrue(first.compileNs() > 0 && first.compileNs() <= first.cold().loadNs());

    blobs.delete(ModuleStore.key(Sha256.of(variant(1))));
    blobs.put(
        ModuleStore.key(Sha256.of(variant(1))), new byte[1], dev.wastm.blobstore.PutMode.OVERWRITE);
    ModuleStatistics second = use(1);
    assertEquals(0, second.cold().hits());
    assertEquals(1, second.warm().hits());
    assertTrue(second.warm().loadNs() > 0);
    assertTrue(second.describe().contains("1 were loaded compiled"), second.describe());
  }

  @Test
  void whatIsDamagedIsCompiledAgain() throws Exception {
    use(1);
    Path file = kept().get(0);
    byte[] code = Files.readAllBytes(file);
    byte[] flipped = code.clone();
    flipped[code.length / 2] ^= 4;
    for (byte[] damaged : List.of(flipped, Arrays.copyOf(code, code.length / 2), new byte[0])) {
      Files.write(file, damaged);
      ModuleStatistics found = use(1);
      assertEquals(1, found.warm().misses());
      assertEquals(1, found.cold().hits());
      assertEquals(code.length, Files.size(file));
    }
    assertEquals(1, use(1).warm().hits());
  }

  @Test
  void theKeyIsSecretAndLasts() throws Exception {
    CompiledCodeDirectory.open(directory);
    Path key = directory.resolve("key");
    byte[] bytes = Files.readAllBytes(key);
    assertEquals(CompiledCode.KEY_BYTES, bytes.length);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
    CompiledCodeDirectory.open(directory);
    assertArrayEquals(bytes, Files.readAllBytes(key));
    Files.write(key, new byte[3]);
    CompiledCodeDirectory.open(directory);
    assertEquals(CompiledCode.KEY_BYTES, Files.size(key), "a damaged key is replaced");
  }

  @Test
  void whatWasNotUsedForLongestIsDeleted() throws Exception {
    Path first = fileOf(1);
    Path second = fileOf(2);
    Path third = fileOf(3);
    long one = Files.size(first);
    Files.setLastModifiedTime(first, FileTime.from(NOW.minusSeconds(3)));
    Files.setLastModifiedTime(second, FileTime.from(NOW.minusSeconds(2)));
    Files.setLastModifiedTime(third, FileTime.from(NOW.minusSeconds(1)));
    clock = Clock.offset(clock, Duration.ofSeconds(1));
    assertEquals(1, use(1).warm().hits(), "used, and so not the oldest any more");
    use(4, 3 * one + one / 2);
    assertEquals(3, kept().size());
    assertTrue(Files.exists(first));
    assertFalse(Files.exists(second));
    assertEquals(0, use(5, 1).warm().hits());
    assertEquals(List.of(), kept(), "what does not fit at all is not kept");
  }

  /** Uses a module for the first time. */
  private Path fileOf(int number) throws Exception {
    List<Path> before = Files.exists(directory) ? kept() : List.of();
    use(number);
    return kept().stream().filter(file -> !before.contains(file)).findFirst().orElseThrow();
  }

  @Test
  void whatAKilledWorkerLeftIsDeletedInTime() throws Exception {
    CompiledCodeDirectory.open(directory);
    Path old = Files.write(directory.resolve("x.part"), new byte[9]);
    Files.setLastModifiedTime(old, FileTime.from(NOW.minusSeconds(3_601)));
    Path fresh = Files.write(directory.resolve("y.part"), new byte[9]);
    Files.setLastModifiedTime(fresh, FileTime.from(NOW.minusSeconds(3_599)));
    CompiledCodeDirectory.open(directory, NO_BOUND, clock);
    assertFalse(Files.exists(old));
    assertTrue(Files.exists(fresh));
  }

  private String refusal() {
    return String.valueOf(
        assertThrows(IOException.class, () -> CompiledCodeDirectory.open(directory))
            .getMessage());
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsRefusedInOneLine() throws Exception {
    directory = Files.write(parent.resolve("file"), new byte[1]);
    assertEquals(
        "Compiled modules cannot be kept in " + directory
            + ", because it cannot be written: java.nio.file.NotDirectoryException: "
            + directory + ".",
        refusal());
  }

  @Test
  void aDirectoryThatOthersMayWriteIsRefused() throws Exception {
    CompiledCodeDirectory.open(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxr-x"));
    assertEquals(
        "Compiled modules cannot be kept in " + directory
            + ", because others may write into it (its mode is 0775), and what is there would be"
            + " executed here; name a new directory, of your own in one of your own.",
        refusal());
  }

  /** Whoever takes the right from others afterwards has what they left: code that is not believed without the key, and a key of theirs. */
  @Test
  void whatOthersLeftIsNotBelieved() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root gives files away");
    use(1);
    assertEquals(1, use(1).warm().hits());
    Path key = directory.resolve("key");
    byte[] forged = Files.readAllBytes(key);
    Files.setAttribute(key, "unix:uid", 4321);
    assertEquals(0, use(1).warm().hits(), "the key is another's, and so is what it vouches for");
    assertFalse(Arrays.equals(forged, Files.readAllBytes(key)));
    assertEquals(1, use(1).warm().hits());
    Path code = kept().get(0);
    Files.setAttribute(code, "unix:uid", 4321);
    assertEquals(0, use(1).warm().hits(), "the code is another's");
    assertEquals(1, use(1).warm().hits());
    Files.setPosixFilePermissions(code, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertEquals(0, use(1).warm().hits(), "others may write the code");
  }

  @Test
  void aKeyThatOthersCanReadIsReplaced() throws Exception {
    use(1);
    Path key = directory.resolve("key");
    byte[] known = Files.readAllBytes(key);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    assertEquals(0, use(1).warm().hits());
    assertFalse(Arrays.equals(known, Files.readAllBytes(key)));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
  }

  /** A disk that cannot be written costs compilations, and nothing else. */
  @Test
  void aDirectoryThatIsGoneCostsOnlyTime() throws Exception {
    CompiledCode code = CompiledCodeDirectory.open(directory);
    Files.delete(directory.resolve("key"));
    Files.delete(directory);
    byte[] wasm = variant(1);
    Digest digest = Sha256.of(wasm);
    blobs.putIfAbsent(ModuleStore.key(digest), wasm);
    try (Modules modules = new Modules(new ModuleStore(blobs, code), Engine.COMPILED, NO_BOUND)) {
      assertNotEquals(0, modules.executable(digest, GuestRules.epoch1()).weightBytes());
    }
    assertTrue(Files.notExists(directory));
  }
}
