package dev.wastm.blobstore.layer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobSource;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.blobstore.BlobStoreException.Kind;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.blobstore.PutMode;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("fault")
@Timeout(20)
class RetryingBlobStoreTest {
  private static final BlobKey KEY = BlobKey.of("k");
  private static final byte[] BYTES = "bytes".getBytes(UTF_8);
  private static final RetryPolicy QUICK =
      new RetryPolicy(Duration.ofSeconds(10), Duration.ofMillis(1), Duration.ofMillis(5));

  private final FlakyStore flaky = new FlakyStore();
  private final BlobStore store = new RetryingBlobStore(flaky, QUICK);

  @Test
  void whatPassesIsTriedAgain() {
    flaky.failNext(3, BlobStoreException.unavailable("Busy.", null));
    store.put(KEY, BYTES, PutMode.IF_ABSENT);
    flaky.failNext(3, BlobStoreException.unavailable("Busy.", null));
    assertArrayEquals(BYTES, store.get(KEY));
    flaky.failNext(3, BlobStoreException.unavailable("Busy.", null));
    assertEquals(BYTES.length, store.head(KEY).orElseThrow().sizeBytes());
    flaky.failNext(3, BlobStoreException.unavailable("Busy.", null));
    store.delete(KEY);
    assertEquals(16, flaky.calls);
  }

  @Test
  void aListingGoesOnWhereItFailed() {
    List<String> keys = List.of("a", "b", "c/d", "e");
    keys.forEach(key -> flaky.store.put(BlobKey.of(key), BYTES, PutMode.OVERWRITE));
    for (int given = 0; given <= keys.size(); given++) {
      List<String> listed = new ArrayList<>();
      flaky.failNext(given == 0 ? 2 : 0, BlobStoreException.unavailable("Busy.", null));
      try (Stream<BlobInfo> objects = store.list("")) {
        int failAfter = given;
        objects.map(object -> object.key().value()).forEach(key -> {
          listed.add(key);
          if (listed.size() == failAfter) {
            flaky.failNext(2, BlobStoreException.unavailable("Busy.", null));
          }
        });
      }
      assertEquals(keys, listed);
    }
    flaky.failNext(0, BlobStoreException.denied("No.", null));
    try (Stream<BlobInfo> objects = store.list("")) {
      Iterator<BlobInfo> left = objects.iterator();
      assertEquals("a", left.next().key().value());
      flaky.failNext(1, BlobStoreException.denied("No.", null));
      assertEquals("No.", assertThrows(BlobStoreException.class, left::next).getMessage());
    }
  }

  @Test
  void whatDoesNotPassIsNotTriedAgain() {
    BlobStoreException denied = BlobStoreException.denied("No.", null);
    flaky.failNext(1, denied);
    assertSame(denied, assertThrows(BlobStoreException.class, () -> store.get(KEY)));
    assertEquals(1, flaky.calls);
  }

  @Test
  void aSourceThatCanBeReadOnceIsNotPutAgain() {
    flaky.failNext(1, BlobStoreException.unavailable("Busy.", null));
    BlobSource once = BlobSource.once(new ByteArrayInputStream(BYTES));
    assertThrows(BlobStoreException.class, () -> store.put(KEY, once, PutMode.OVERWRITE));
    assertEquals(1, flaky.calls);
  }

  @Test
  void theDeadlineEndsIt() {
    flaky.failNext(Integer.MAX_VALUE, BlobStoreException.unavailable("Down.", null));
    RetryPolicy brief =
        new RetryPolicy(Duration.ofMillis(300), Duration.ofMillis(10), Duration.ofMillis(50));
    long startNanos = System.nanoTime();
    BlobStoreException e =
        assertThrows(BlobStoreException.class, () -> new RetryingBlobStore(flaky, brief).get(KEY));
    assertEquals(Kind.UNAVAILABLE, e.kind());
    assertTrue(flaky.calls > 3, "tried " + flaky.calls + " times");
    assertTrue(System.nanoTime() - startNanos < Duration.ofSeconds(10).toNanos());
  }

  @Test
  void anInterruptionEndsIt() {
    flaky.failNext(Integer.MAX_VALUE, BlobStoreException.unavailable("Down.", null));
    Thread.currentThread().interrupt();
    assertThrows(BlobStoreException.class, () -> store.get(KEY));
    assertTrue(Thread.interrupted(), "the interruption is passed on");
  }

  @Test
  void delaysDoubleUpToTheLongest() {
    RetryPolicy policy =
        new RetryPolicy(Duration.ofSeconds(9), Duration.ofMillis(100), Duration.ofSeconds(1));
    assertEquals(Duration.ofMillis(100), policy.delayBound(0));
    assertEquals(Duration.ofMillis(800), policy.delayBound(3));
    assertEquals(Duration.ofSeconds(1), policy.delayBound(4));
    assertEquals(Duration.ofSeconds(1), policy.delayBound(1_000_000));
  }

  /** A store in memory whose next calls fail. Used by one thread. */
  private static final class FlakyStore implements BlobStore {
    private final BlobStore store = BlobStores.open("memory:");
    private BlobStoreException failure = BlobStoreException.unavailable("Not set.", null);
    private int failuresLeft;
    private int calls;

    void failNext(int times, BlobStoreException with) {
      failuresLeft = times;
      failure = with;
    }

    private BlobStore next() {
      calls++;
      if (failuresLeft > 0) {
        failuresLeft--;
        throw failure;
      }
      return store;
    }

    @Override
    public void put(BlobKey key, BlobSource source, PutMode mode) {
      next().put(key, source, mode);
    }

    @Override
    public InputStream open(BlobKey key) {
      return next().open(key);
    }

    @Override
    public InputStream open(BlobKey key, long offsetBytes, long lengthBytes) {
      return next().open(key, offsetBytes, lengthBytes);
    }

    @Override
    public Optional<BlobInfo> head(BlobKey key) {
      return next().head(key);
    }

    @Override
    public Stream<BlobInfo> list(String prefix) {
      return next().list(prefix).map(object -> {
        BlobStore unused = next();
        return object;
      });
    }

    @Override
    public void delete(BlobKey key) {
      next().delete(key);
    }

    @Override
    public void close() {}
  }
}
