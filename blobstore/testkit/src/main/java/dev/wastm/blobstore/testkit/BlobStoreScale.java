package dev.wastm.blobstore.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobSource;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.blobstore.PutMode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What every store does under many callers, with large objects and with many. To prove that memory stays bounded, run
 * these tests with less heap than {@link #largeObjectBytes()}.
 */
@Tag("scale")
public abstract class BlobStoreScale {
  private static final int WRITERS = 16;
  private static final BlobKey LARGE = BlobKey.of("large/object.bin");

  private BlobStore store;
  private ExecutorService threads;

  protected BlobStoreScale() {}

  /** Opens a store without objects. Called before each test; the test closes the store. */
  protected abstract BlobStore openEmpty();

  /** The length of a large object; a store that keeps its objects in memory says less. */
  protected long largeObjectBytes() {
    return 256L << 20;
  }

  /** The number of objects to list. */
  protected int manyObjects() {
    return 10_000;
  }

  /** How many races of {@value #WRITERS} writers are run. */
  protected int races() {
    return 20;
  }

  @BeforeEach
  final void open() {
    store = openEmpty();
    threads = Executors.newFixedThreadPool(WRITERS);
  }

  @AfterEach
  final void close() {
    threads.shutdownNow();
    store.close();
  }

  @Test
  final void ofManyConcurrentPutsIfAbsentExactlyOneWins() throws Exception {
    for (int race = 0; race < races(); race++) {
      BlobKey key = BlobKey.of("race/" + race + ".bin");
      List<Boolean> won = atOnce(writer -> putIfAbsent(key, writer));
      assertEquals(1, won.stream().filter(w -> w).count(), "winners of race " + race);
      assertArrayEquals(
          bytesOf(won.indexOf(true)), store.get(key), "the winner's bytes are stored");
    }
  }

  @Test
  final void readersOfAnOverwrittenObjectSeeWholeObjects() throws Exception {
    BlobKey key = BlobKey.of("overwritten");
    store.put(key, bytesOf(0), PutMode.OVERWRITE);
    atOnce(writer -> {
      for (int i = 0; i < 10; i++) {
        if (writer % 2 == 0) {
          store.put(key, bytesOf(writer), PutMode.OVERWRITE);
        } else {
          byte[] seen = store.get(key);
          assertArrayEquals(bytesOf(seen[0]), seen);
        }
      }
      return true;
    });
  }

  @Test
  final void largeObjectsPassInBoundedMemory() throws Exception {
    long length = largeObjectBytes();
    byte[] digest = digest(new PseudoRandomStream(1, length));
    store.put(LARGE, BlobSource.once(new PseudoRandomStream(1, length), length), PutMode.IF_ABSENT);
    assertArrayEquals(digest, digest(store.open(LARGE)), "stored with a known length");
    store.put(LARGE, BlobSource.once(new PseudoRandomStream(1, length)), PutMode.OVERWRITE);
    assertArrayEquals(digest, digest(store.open(LARGE)), "stored with an unknown length");
    assertEquals(length, store.head(LARGE).orElseThrow().sizeBytes());
    assertTail(length);
  }

  @Test
  final void aLargeObjectIsNotPutOverAnother() {
    store.put(LARGE, new byte[] {1}, PutMode.IF_ABSENT);
    long length = Math.min(largeObjectBytes(), 40L << 20);
    boolean won = put(LARGE, BlobSource.once(new PseudoRandomStream(2, length)));
    assertTrue(!won, "a large put if absent lost");
    assertArrayEquals(new byte[] {1}, store.get(LARGE));
  }

  @Test
  final void manyObjectsAreListedInOrder() throws Exception {
    List<String> expected = IntStream.range(0, manyObjects())
        .mapToObj(i -> String.format("many/%02d/%06d", i % 7, i))
        .sorted()
        .toList();
    atOnce(writer -> {
      for (int i = writer; i < expected.size(); i += WRITERS) {
        store.put(BlobKey.of(expected.get(i)), new byte[i % 3], PutMode.OVERWRITE);
      }
      return true;
    });
    try (Stream<BlobInfo> objects = store.list("many/")) {
      Iterator<BlobInfo> listed = objects.iterator();
      for (int i = 0; i < expected.size(); i++) {
        assertEquals(new BlobInfo(BlobKey.of(expected.get(i)), i % 3), listed.next());
      }
      assertTrue(!listed.hasNext(), "nothing else is listed");
    }
    try (Stream<BlobInfo> objects = store.list("many/")) {
      assertEquals(expected.get(0), objects.findFirst().orElseThrow().key().value());
    }
  }

  private boolean putIfAbsent(BlobKey key, int writer) {
    return put(key, BlobSource.of(bytesOf(writer)));
  }

  private boolean put(BlobKey key, BlobSource source) {
    try {
      store.put(key, source, PutMode.IF_ABSENT);
      return true;
    } catch (BlobStoreException e) {
      assertEquals(BlobStoreException.Kind.ALREADY_EXISTS, e.kind(), e.getMessage());
      return false;
    }
  }

  private void assertTail(long length) throws IOException {
    try (InputStream whole = new PseudoRandomStream(1, length);
        InputStream tail = store.open(LARGE, length - 1000, 2000)) {
      whole.skipNBytes(length - 1000);
      assertArrayEquals(whole.readAllBytes(), tail.readAllBytes());
    }
  }

  /** Runs the action on all threads at once and gives their results in order. */
  private <T> List<T> atOnce(Action<T> action) throws InterruptedException, ExecutionException {
    CyclicBarrier start = new CyclicBarrier(WRITERS);
    List<Callable<T>> calls = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      int writer = i;
      calls.add(() -> {
        start.await();
        return action.run(writer);
      });
    }
    List<T> results = new ArrayList<>();
    for (Future<T> done : threads.invokeAll(calls)) {
      results.add(done.get());
    }
    return results;
  }

  /** Long enough that a torn write would show. */
  private static byte[] bytesOf(int writer) {
    byte[] bytes = ("writer " + writer + "\n").repeat(5000).getBytes(UTF_8);
    bytes[0] = (byte) writer;
    return bytes;
  }

  private static byte[] digest(InputStream in) throws IOException, NoSuchAlgorithmException {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    try (DigestInputStream digesting = new DigestInputStream(in, sha256)) {
      digesting.transferTo(OutputStream.nullOutputStream());
    }
    return sha256.digest();
  }

  private interface Action<T> {
    T run(int thread) throws Exception;
  }
}
