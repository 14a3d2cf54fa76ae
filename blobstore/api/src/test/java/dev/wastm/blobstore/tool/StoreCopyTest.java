package dev.wastm.blobstore.tool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobSource;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.blobstore.PutMode;
import dev.wastm.blobstore.layer.RetryPolicy;
import dev.wastm.blobstore.layer.RetryingBlobStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCopyTest {
  private static final int OBJECTS = 300;
  private static final int THREADS = 8;

  private final BlobStore from = BlobStores.open("memory:");
  private final AtomicLong told = new AtomicLong();
  private long totalBytes;

  @BeforeEach
  void fill() {
    for (int i = 0; i < OBJECTS; i++) {
      byte[] bytes = ("object " + i).repeat(i).getBytes(UTF_8);
      from.put(key(i), bytes, PutMode.IF_ABSENT);
      totalBytes += bytes.length;
    }
  }

  @Test
  void everyObjectIsCopiedAndASecondCopyCopiesNothing(@TempDir Path directory) throws Exception {
    try (BlobStore to = BlobStores.open("file:" + directory)) {
      assertEquals(
          new StoreCopy.Report(OBJECTS, totalBytes, 0, List.of()),
          copy(from, to, PutMode.IF_ABSENT, ""));
      assertEquals(totalBytes, told.get());
      for (int i = 0; i < OBJECTS; i++) {
        assertArrayEquals(from.get(key(i)), to.get(key(i)));
      }
      assertEquals(
          new StoreCopy.Report(0, 0, OBJECTS, List.of()), copy(from, to, PutMode.IF_ABSENT, ""));
      assertEquals(2 * totalBytes, told.get());
    }
  }

  @Test
  void onlyWhatBeginsWithThePrefixIsCopied() throws Exception {
    BlobStore to = BlobStores.open("memory:");
    assertEquals(10, copy(from, to, PutMode.IF_ABSENT, "objects/10").copied());
    assertEquals(10, to.list("").count());
  }

  @Test
  void otherBytesAreLeftAloneAndSaidUnlessOverwritten() throws Exception {
    BlobStore to = BlobStores.open("memory:");
    byte[] sameLength = from.get(key(7));
    sameLength[3] ^= 1;
    to.put(key(7), sameLength, PutMode.IF_ABSENT);
    to.put(key(5), new byte[1], PutMode.IF_ABSENT);
    StoreCopy.Report report = copy(from, to, PutMode.IF_ABSENT, "");
    assertEquals(List.of(key(5), key(7)), report.different());
    assertEquals(OBJECTS - 2, report.copied());
    assertArrayEquals(sameLength, to.get(key(7)));
    assertEquals(OBJECTS, copy(from, to, PutMode.OVERWRITE, "").copied());
    assertArrayEquals(from.get(key(7)), to.get(key(7)));
  }

  @Test
  void aReadThatFailsOnTheWayIsTriedAgain() throws Exception {
    AtomicInteger failures = new AtomicInteger(3);
    BlobStore flaky = new AlteredStore(from) {
      @Override
      public InputStream open(BlobKey key) {
        boolean fail = key.equals(key(200)) && failures.getAndDecrement() > 0;
        return fail
            ? new SequenceInputStream(new ByteArrayInputStream(new byte[100]), new CutStream())
            : store.open(key);
      }
    };
    BlobStore to = BlobStores.open("memory:");
    RetryPolicy quick =
        new RetryPolicy(Duration.ofSeconds(10), Duration.ofMillis(1), Duration.ofMillis(5));
    copy(flaky, new RetryingBlobStore(to, quick), PutMode.IF_ABSENT, "");
    assertArrayEquals(from.get(key(200)), to.get(key(200)));
    assertEquals(totalBytes, told.get(), "what was told of failed tries was taken back");
  }

  @Test
  void aFailureEndsTheCopy() {
    BlobStore full = new AlteredStore(BlobStores.open("memory:")) {
      @Override
      public void put(BlobKey key, BlobSource source, PutMode mode) {
        if (key.equals(key(40))) {
          throw BlobStoreException.denied("No more.", null);
        }
        store.put(key, source, mode);
      }
    };
    BlobStoreException e =
        assertThrows(BlobStoreException.class, () -> copy(from, full, PutMode.IF_ABSENT, ""));
    assertEquals("No more.", e.getMessage());
    assertFalse(full.head(key(OBJECTS - 1)).isPresent(), "the rest was not begun");
    assertTrue(full.head(key(0)).isPresent());
  }

  private StoreCopy.Report copy(BlobStore source, BlobStore target, PutMode mode, String prefix)
      throws InterruptedException {
    return new StoreCopy(source, target, mode, told::addAndGet).run(prefix, THREADS);
  }

  private static BlobKey key(int i) {
    return BlobKey.of(String.format("objects/%03d.bin", i));
  }

  private static final class CutStream extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("the cable was cut");
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      throw new IOException("the cable was cut");
    }
  }
}
