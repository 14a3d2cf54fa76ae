package dev.wastm.blobstore.layer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.blobstore.process.OtherJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One cache, several processes that read and evict, one that is killed, and someone who damages entries meanwhile. */
@Tag("kill")
class SharedCacheTest {
  private static final int CONTENTS = 30;
  private static final int CONTENT_BYTES = 2_000;
  private static final int CAPACITY_BYTES = CONTENTS * CONTENT_BYTES / 2;
  private static final int READERS = 3;

  @TempDir
  private Path directory;

  private final List<OtherJvm> readers = new ArrayList<>();

  @AfterEach
  void endAll() throws IOException {
    for (OtherJvm reader : readers) {
      reader.close();
    }
  }

  @Test
  void everyReaderGetsRightBytesAndTheCacheStaysBounded() throws Exception {
    String uri = "file:" + directory.resolve("store");
    Path cache = Files.createDirectory(directory.resolve("cache"));
    try (BlobStore store = BlobStores.open(uri)) {
      for (int i = 0; i < CONTENTS; i++) {
        Sha256 unused =
            ContentKeys.put(store, String.format("%-" + CONTENT_BYTES + "d", i).getBytes(UTF_8));
      }
    }
    OtherJvm killed = start(uri, cache, 1_000_000);
    for (int i = 0; i < READERS; i++) {
      start(uri, cache, 40);
    }
    while (readers.stream().skip(1).anyMatch(reader -> reader.process().isAlive())) {
      damageEntries(cache);
      Thread.sleep(5);
    }
    assertTrue(killed.process().isAlive(), "the one to be killed was reading all the time");
    killed.kill();
    for (OtherJvm reader : readers.subList(1, readers.size())) {
      assertEquals(List.of("read " + CONTENTS), reader.lines());
    }
    long inFlightBytes = (READERS + 1) * CONTENT_BYTES;
    assertTrue(sizeBytes(cache) <= CAPACITY_BYTES + inFlightBytes, "bounded");
  }

  private OtherJvm start(String uri, Path cache, int rounds) throws IOException {
    OtherJvm reader = OtherJvm.start(
        List.of(),
        CacheReader.class,
        uri,
        cache.toString(),
        String.valueOf(CAPACITY_BYTES),
        String.valueOf(rounds));
    readers.add(reader);
    return reader;
  }

  private static void damageEntries(Path cache) throws IOException {
    try (Stream<Path> entries = Files.list(cache)) {
      for (Path entry : entries.filter(e -> e.toString().endsWith("7")).toList()) {
        Files.write(entry, new byte[] {1}, StandardOpenOption.WRITE);
      }
    } catch (NoSuchFileException evictedMeanwhile) {
      return;
    }
  }

  private static long sizeBytes(Path cache) throws IOException {
    try (Stream<Path> entries = Files.list(cache)) {
      return entries.mapToLong(entry -> entry.toFile().length()).sum();
    }
  }
}
