package dev.wastm.blobstore.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SeveralProcessesTest {
  private static final int KEYS = 200;
  private static final List<String> NAMES = List.of("a", "b", "c");

  @TempDir
  private Path directory;

  @Test
  @Timeout(60)
  void eachKeyHasOneWinnerAmongProcesses() throws Exception {
    String uri = "file:" + directory;
    List<OtherJvm> racers = new ArrayList<>();
    for (String name : NAMES) {
      racers.add(
          OtherJvm.start(List.of(), PutIfAbsentRacer.class, uri, name, String.valueOf(KEYS)));
    }
    Set<String> won = new HashSet<>();
    try (BlobStore store = BlobStores.open(uri)) {
      for (int i = 0; i < NAMES.size(); i++) {
        for (String key : racers.get(i).lines()) {
          assertTrue(won.add(key), key + " was won twice");
          assertEquals(NAMES.get(i).repeat(10_000), new String(store.get(BlobKey.of(key)), UTF_8));
        }
      }
    }
    assertEquals(KEYS, won.size());
  }

  @Test
  @Timeout(60)
  void aKilledWriterLeavesWholeObjectsOnly() throws Exception {
    String uri = "file:" + directory;
    OtherJvm writer = OtherJvm.start(List.of(), PutIfAbsentRacer.class, uri, "k", "1000000");
    try (BlobStore store = BlobStores.open(uri)) {
      while (store.head(BlobKey.of("race/20")).isEmpty()) {
        assertTrue(writer.process().isAlive(), "the writer is writing");
        Thread.onSpinWait();
      }
      writer.process().destroyForcibly().waitFor();
      try (Stream<BlobInfo> objects = store.list("")) {
        assertTrue(
            objects.allMatch(object -> object.sizeBytes() == 10_000),
            "only whole objects are listed");
      }
    }
    assertTrue(Files.isDirectory(directory.resolve(FileNames.STAGED)));
  }
}
