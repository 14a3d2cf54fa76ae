package dev.wastm.blobstore.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.blobstore.process.OtherJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("integration")
class SeveralProcessesTest {
  private static final int KEYS = 200;
  private static final List<String> NAMES = List.of("a", "b", "c");

  @TempDir
  private Path directory;

  private final List<OtherJvm> started = new ArrayList<>();

  @AfterEach
  void endAll() throws IOException {
    for (OtherJvm other : started) {
      other.close();
    }
  }

  @Test
  void eachKeyHasOneWinnerAmongProcesses() throws Exception {
    String uri = "file:" + directory;
    for (String name : NAMES) {
      start(uri, name, KEYS);
    }
    Set<String> won = new HashSet<>();
    try (BlobStore store = BlobStores.open(uri)) {
      for (int i = 0; i < NAMES.size(); i++) {
        for (String key : started.get(i).lines()) {
          assertTrue(won.add(key), key + " was won twice");
          assertEquals(NAMES.get(i).repeat(10_000), new String(store.get(BlobKey.of(key)), UTF_8));
        }
      }
    }
    assertEquals(KEYS, won.size());
  }

  @Test
  void aKilledWriterLeavesWholeObjectsOnlyAndOthersGoOn() throws Exception {
    String uri = "file:" + directory;
    OtherJvm writer = start(uri, "k", 1_000_000);
    OtherJvm survivor = start(uri, "s", KEYS);
    try (BlobStore store = BlobStores.open(uri)) {
      while (store.head(BlobKey.of("race/20")).isEmpty()) {
        assertTrue(writer.process().isAlive(), "the writer is writing");
        Thread.sleep(2);
      }
      writer.kill();
      survivor.lines();
      try (Stream<BlobInfo> objects = store.list("")) {
        List<BlobInfo> listed = objects.toList();
        assertTrue(listed.size() >= KEYS, "the survivor went on to its last key");
        assertTrue(
            listed.stream().allMatch(object -> object.sizeBytes() == 10_000),
            "only whole objects are listed");
      }
    }
    assertTrue(Files.isDirectory(directory.resolve(FileNames.STAGED)));
  }

  private OtherJvm start(String uri, String name, int keys) throws IOException {
    OtherJvm other =
        OtherJvm.start(List.of(), PutIfAbsentRacer.class, uri, name, String.valueOf(keys));
    started.add(other);
    return other;
  }
}
