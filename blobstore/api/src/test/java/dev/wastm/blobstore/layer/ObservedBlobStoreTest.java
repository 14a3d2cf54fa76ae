package dev.wastm.blobstore.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobSource;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.blobstore.PutMode;
import dev.wastm.blobstore.layer.BlobStoreListener.Call;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObservedBlobStoreTest {
  private static final BlobKey KEY = BlobKey.of("k");

  private final List<String> told = new ArrayList<>();
  private final BlobStore store = new ObservedBlobStore(BlobStores.open("memory:"), this::begin);

  /** As a tracer does: what begins here is ended there. */
  private Call begin(BlobStoreListener.Operation operation, String subject) {
    String name = operation + " " + subject;
    told.add(name + "…");
    return new Call() {
      @Override
      public void succeeded(long amount) {
        told.add(name + " " + amount);
      }

      @Override
      public void failed(Throwable failure) {
        told.add(name + " " + ((BlobStoreException) failure).kind());
      }
    };
  }

  @Test
  void everyCallIsToldWithItsAmount() throws Exception {
    store.put(KEY, new byte[100], PutMode.IF_ABSENT);
    store.put(
        BlobKey.of("l"), BlobSource.once(new ByteArrayInputStream(new byte[7])), PutMode.IF_ABSENT);
    assertArrayEquals(new byte[100], store.get(KEY));
    try (InputStream in = store.open(KEY, 90, 50)) {
      assertEquals(10, in.readAllBytes().length);
    }
    store.head(KEY);
    try (Stream<BlobInfo> objects = store.list("")) {
      assertEquals(2, objects.count());
    }
    store.delete(KEY);
    assertEquals(
        List.of(
            "PUT k…",
            "PUT k 100",
            "PUT l…",
            "PUT l 7",
            "READ k…",
            "READ k 100",
            "READ k…",
            "READ k 10",
            "HEAD k…",
            "HEAD k 0",
            "LIST …",
            "LIST  2",
            "DELETE k…",
            "DELETE k 0"),
        told);
  }

  @Test
  void failuresAreToldByKind() {
    assertThrows(BlobStoreException.class, () -> store.get(KEY));
    store.put(KEY, new byte[1], PutMode.IF_ABSENT);
    assertThrows(BlobStoreException.class, () -> store.put(KEY, new byte[1], PutMode.IF_ABSENT));
    assertThrows(BlobStoreException.class, () -> store.list("/"));
    assertEquals(
        List.of(
            "READ k…",
            "READ k NOT_FOUND",
            "PUT k…",
            "PUT k 1",
            "PUT k…",
            "PUT k ALREADY_EXISTS",
            "LIST /…",
            "LIST / INVALID_KEY"),
        told);
  }

  @Test
  void whatIsLeftOffIsToldWhenItIsClosed() throws Exception {
    store.put(KEY, new byte[100], PutMode.IF_ABSENT);
    store.put(BlobKey.of("l"), new byte[0], PutMode.IF_ABSENT);
    told.clear();
    try (InputStream in = store.open(KEY)) {
      assertEquals(0, in.read());
    }
    try (Stream<BlobInfo> objects = store.list("")) {
      assertEquals(KEY, objects.findFirst().orElseThrow().key());
    }
    assertEquals(List.of("READ k…", "READ k 1", "LIST …", "LIST  1"), told);
  }

  @Test
  void aListingThatFailsOnTheWayIsTold(@TempDir Path directory) throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    try (BlobStore broken = new ObservedBlobStore(BlobStores.open("file:" + file), this::begin);
        Stream<BlobInfo> objects = broken.list("")) {
      assertThrows(BlobStoreException.class, objects::count);
    }
    assertEquals(List.of("LIST …", "LIST  UNAVAILABLE"), told);
  }
}
