package dev.wastm.blobstore.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobSource;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.blobstore.BlobStoreException.Kind;
import dev.wastm.blobstore.PutMode;
import dev.wastm.blobstore.testkit.FaultProxy.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every store on a network does when the network or the server fails: no acknowledged write is lost, no wrong byte is
 * returned, no part of an object is stored, and every call ends, with one of the store's errors if not with success. The
 * tests mostly wait, each for a proxy and a bucket of its own, so they may run at the same time.
 */
@Tag("fault")
@Timeout(90)
@Execution(ExecutionMode.CONCURRENT)
public abstract class BlobStoreFaults {
  private static final int OBJECT_BYTES = 300_000;

  /** A multiple of the parts of all backends' uploads, so that the end is found when all parts are stored. */
  private static final int LARGE_BYTES = 32 << 20;

  /** More than any client tries. */
  private static final int ALL = 1_000;

  private FaultProxy proxy;

  /** The same bucket, once through the proxy and once not. */
  private BlobStore spoilt;

  private BlobStore direct;

  protected BlobStoreFaults() {}

  /** The server's loopback port. */
  protected abstract int serverPort();

  /** Creates a bucket and returns its name. */
  protected abstract String newBucket();

  /**
   * Opens the bucket of the server that is reached through this loopback port. Its client gives up on a server that hangs
   * within few seconds.
   */
  protected abstract BlobStore open(String bucket, int port);

  @BeforeEach
  final void openBoth() throws IOException {
    proxy = new FaultProxy(serverPort());
    String bucket = newBucket();
    direct = open(bucket, serverPort());
    spoilt = open(bucket, proxy.port());
  }

  @AfterEach
  final void closeBoth() {
    spoilt.close();
    direct.close();
    proxy.close();
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  final void putsAreWholeOrFailed(Fault fault) {
    for (PutMode mode : PutMode.values()) {
      for (int connections : new int[] {1, 2, ALL}) {
        BlobKey key = BlobKey.of("put/" + mode + "/" + connections);
        byte[] bytes = bytes(connections);
        proxy.spoilNext(connections, fault);
        boolean acknowledged = succeeds(() -> spoilt.put(key, bytes, mode));
        Optional<BlobInfo> stored = direct.head(key);
        assertTrue(stored.isPresent() || !acknowledged, "an acknowledged write was lost: " + key);
        if (stored.isPresent()) {
          assertArrayEquals(bytes, direct.get(key), "what is stored is what was put");
        }
        boolean refused = fault == Fault.CORRUPT_REQUEST;
        assertTrue(
            connections == ALL || acknowledged || refused, "a few spoilt connections are got over");
      }
    }
  }

  /** The worst moment: the caller cannot know whether the object is there. One at a time, for their memory. */
  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"CUT_AT_ONCE", "CUT_BEFORE_RESPONSE", "ANSWER_503"})
  @ResourceLock("large objects")
  final void completionsOfLargePutsAreWholeOrFailed(Fault fault) throws IOException {
    for (int connections : new int[] {1, ALL}) {
      BlobKey key = BlobKey.of("large/" + connections);
      InputStream spoiling = new SequenceInputStream(
          new PseudoRandomStream(connections, LARGE_BYTES),
          new AtEnd(() -> proxy.spoilNext(connections, fault)));
      boolean acknowledged =
          succeeds(() -> spoilt.put(key, BlobSource.once(spoiling), PutMode.IF_ABSENT));
      assertTrue(connections == ALL || acknowledged, "a spoilt connection is got over");
      proxy.spoilNext(0, fault);
      if (direct.head(key).isEmpty()) {
        assertFalse(acknowledged, "an acknowledged write was lost: " + key);
        continue;
      }
      try (InputStream stored = direct.open(key);
          InputStream put = new PseudoRandomStream(connections, LARGE_BYTES)) {
        assertSame(put, stored);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  final void readsAreRightOrFailed(Fault fault) {
    BlobKey key = BlobKey.of("read");
    byte[] bytes = bytes(7);
    direct.put(key, bytes, PutMode.OVERWRITE);
    for (int connections : new int[] {1, 2, ALL}) {
      proxy.spoilNext(connections, fault);
      succeeds(() -> assertArrayEquals(bytes, spoilt.get(key), "what is read is what was stored"));
    }
    proxy.spoilNext(0, fault);
    assertArrayEquals(bytes, spoilt.get(key), "the store works again when the network does");
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"CUT_AT_ONCE", "ANSWER_503", "HANG"})
  final void listsAndHeadsFailWithAnError(Fault fault) {
    proxy.spoilNext(ALL, fault);
    BlobStoreException e = assertUnavailable(() -> spoilt.head(BlobKey.of("k")));
    assertTrue(
        fault != Fault.ANSWER_503 || e.getMessage().endsWith(": the server answered 503."),
        e.getMessage());
    assertUnavailable(() -> {
      try (Stream<BlobInfo> objects = spoilt.list("")) {
        objects.forEach(object -> assertEquals("nothing", object.key().value()));
      }
    });
  }

  @Test
  final void aServerThatIsDownIsSaid() {
    proxy.close();
    BlobStoreException e = assertUnavailable(() -> spoilt.get(BlobKey.of("k")));
    assertEquals(
        "The object k cannot be read from " + spoilt
            + ": the server cannot be reached; check that it runs at the endpoint.",
        e.getMessage());
    assertUnavailable(() -> spoilt.put(BlobKey.of("k"), bytes(1), PutMode.IF_ABSENT));
  }

  private static BlobStoreException assertUnavailable(Runnable call) {
    BlobStoreException e = assertThrows(BlobStoreException.class, call::run);
    assertEquals(Kind.UNAVAILABLE, e.kind(), e.getMessage());
    assertTrue(e.retryable(), e.getMessage());
    assertEquals(1, e.getMessage().lines().count(), e.getMessage());
    return e;
  }

  /** Whether the call succeeds. It may be DENIED where a signature does not fit bytes that were changed on the way. */
  private static boolean succeeds(Runnable call) {
    try {
      call.run();
      return true;
    } catch (BlobStoreException e) {
      assertTrue(
          Set.of(Kind.UNAVAILABLE, Kind.CORRUPT, Kind.DENIED).contains(e.kind()), e.getMessage());
      assertEquals(1, e.getMessage().lines().count(), e.getMessage());
      return false;
    }
  }

  private static void assertSame(InputStream expected, InputStream actual) throws IOException {
    for (byte[] part = expected.readNBytes(1 << 20);
        part.length > 0;
        part = expected.readNBytes(1 << 20)) {
      assertArrayEquals(part, actual.readNBytes(part.length), "what is stored is what was put");
    }
    assertEquals(-1, actual.read());
  }

  /** A stream without bytes that does something when that is found out. */
  private static final class AtEnd extends InputStream {
    private final Runnable action;

    AtEnd(Runnable action) {
      this.action = action;
    }

    @Override
    public int read() {
      action.run();
      return -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      return read();
    }
  }

  private static byte[] bytes(int seed) {
    byte[] bytes = new byte[OBJECT_BYTES];
    int read = new PseudoRandomStream(seed, OBJECT_BYTES).read(bytes, 0, bytes.length);
    assertEquals(OBJECT_BYTES, read);
    return bytes;
  }
}
