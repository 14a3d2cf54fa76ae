package dev.wastm.blobstore.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobSource;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.blobstore.BlobStoreException.Kind;
import dev.wastm.blobstore.PutMode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What every store does, operation by operation, for one caller. */
@Tag("conformance")
public abstract class BlobStoreContract {
  private static final BlobKey KEY = BlobKey.of("some/key.bin");
  private static final byte[] OLD = "old".getBytes(UTF_8);
  private static final byte[] NEW = "newer".getBytes(UTF_8);

  private BlobStore store;

  protected BlobStoreContract() {}

  /** Opens a store without objects. Called before each test; the test closes the store. */
  protected abstract BlobStore openEmpty();

  /** Whether {@code a} and {@code a/b} can both be objects; not so on servers that keep objects as plain files. */
  protected boolean keepsKeysBelowKeys() {
    return true;
  }

  @BeforeEach
  final void open() {
    store = openEmpty();
  }

  @AfterEach
  final void close() {
    store.close();
  }

  @Test
  final void whatIsPutIsRead() throws IOException {
    store.put(KEY, NEW, PutMode.OVERWRITE);
    assertArrayEquals(NEW, store.get(KEY));
    try (InputStream in = store.open(KEY)) {
      assertArrayEquals(NEW, in.readAllBytes());
    }
    assertEquals(Optional.of(new BlobInfo(KEY, NEW.length)), store.head(KEY));
  }

  @Test
  final void overwriteReplaces() {
    store.put(KEY, NEW, PutMode.OVERWRITE);
    store.put(KEY, OLD, PutMode.OVERWRITE);
    assertArrayEquals(OLD, store.get(KEY));
  }

  @Test
  final void ifAbsentPutsOnceAndLeavesWhatIsThere() {
    store.put(KEY, OLD, PutMode.IF_ABSENT);
    BlobStoreException e =
        expect(Kind.ALREADY_EXISTS, () -> store.put(KEY, NEW, PutMode.IF_ABSENT));
    assertEquals("The object some/key.bin already exists in " + store + ".", e.getMessage());
    assertFalse(store.putIfAbsent(KEY, NEW));
    assertArrayEquals(OLD, store.get(KEY));
  }

  @Test
  final void ifAbsentPutsAgainAfterDelete() {
    store.put(KEY, OLD, PutMode.IF_ABSENT);
    store.delete(KEY);
    assertTrue(store.putIfAbsent(KEY, NEW));
    assertArrayEquals(NEW, store.find(KEY).orElseThrow());
  }

  @Test
  final void whatIsAbsentIsNotFound() {
    BlobStoreException e = expect(Kind.NOT_FOUND, () -> store.get(KEY));
    assertEquals("There is no object some/key.bin in " + store + ".", e.getMessage());
    expect(Kind.NOT_FOUND, () -> store.open(KEY));
    expect(Kind.NOT_FOUND, () -> store.open(KEY, 0, 1));
    expect(Kind.NOT_FOUND, () -> store.open(KEY, 5, 0));
    assertEquals(Optional.empty(), store.head(KEY));
    assertEquals(Optional.empty(), store.find(KEY));
  }

  @Test
  final void noMoreIsReadThanTheReaderTakes() {
    expect(Kind.NOT_FOUND, () -> store.get(KEY, 5));
    assertEquals(Optional.empty(), store.find(KEY, 5));
    store.put(KEY, new byte[5], PutMode.OVERWRITE);
    assertArrayEquals(new byte[5], store.get(KEY, 5));
    assertArrayEquals(new byte[5], store.find(KEY, 6).orElseThrow());
    BlobStoreException e = expect(Kind.TOO_LARGE, () -> store.get(KEY, 4));
    assertEquals(
        "The object some/key.bin in " + store
            + " has more than 4 bytes, and can therefore not be what its name says; look who put it there.",
        e.getMessage());
    expect(Kind.TOO_LARGE, () -> store.find(KEY, 0));
  }

  @Test
  final void deleteRemovesAndToleratesAbsence() {
    store.put(KEY, OLD, PutMode.OVERWRITE);
    store.delete(KEY);
    store.delete(KEY);
    expect(Kind.NOT_FOUND, () -> store.get(KEY));
    assertEquals(List.of(), keys(""));
  }

  @Test
  final void emptyObjectsAreObjects() {
    store.put(KEY, new byte[0], PutMode.IF_ABSENT);
    assertArrayEquals(new byte[0], store.get(KEY));
    assertEquals(Optional.of(new BlobInfo(KEY, 0)), store.head(KEY));
    assertEquals(List.of("some/key.bin"), keys(""));
    expect(Kind.ALREADY_EXISTS, () -> store.put(KEY, NEW, PutMode.IF_ABSENT));
    store.put(KEY, BlobSource.once(InputStream.nullInputStream()), PutMode.OVERWRITE);
    assertArrayEquals(new byte[0], store.get(KEY));
  }

  @Test
  final void rangesAreCutAtTheEnd() throws IOException {
    store.put(KEY, "0123456789".getBytes(UTF_8), PutMode.OVERWRITE);
    assertEquals("0123456789", range(0, 10));
    assertEquals("345", range(3, 3));
    assertEquals("89", range(8, 100));
    assertEquals("9", range(9, Long.MAX_VALUE));
    assertEquals("", range(4, 0));
    assertEquals("", range(10, 5));
    assertEquals("", range(1000, 5));
    store.put(KEY, new byte[0], PutMode.OVERWRITE);
    assertEquals("", range(0, 10));
  }

  @Test
  final void streamsOfKnownAndUnknownLengthAreStored() {
    store.put(KEY, BlobSource.once(new ByteArrayInputStream(OLD), OLD.length), PutMode.OVERWRITE);
    assertArrayEquals(OLD, store.get(KEY));
    store.put(KEY, BlobSource.once(new ByteArrayInputStream(NEW)), PutMode.OVERWRITE);
    assertArrayEquals(NEW, store.get(KEY));
  }

  @Test
  final void aStreamOfAnotherLengthThanAnnouncedStoresNothing() {
    BlobStoreException tooShort = expect(
        Kind.CORRUPT,
        () -> store.put(KEY, BlobSource.once(new ByteArrayInputStream(OLD), 4), PutMode.OVERWRITE));
    assertEquals(
        "The bytes to store under some/key.bin ended after 3 of the 4 that were announced; nothing was stored.",
        tooShort.getMessage());
    BlobStoreException tooLong = expect(
        Kind.CORRUPT,
        () -> store.put(KEY, BlobSource.once(new ByteArrayInputStream(OLD), 2), PutMode.IF_ABSENT));
    assertEquals(
        "The bytes to store under some/key.bin are more than the 2 that were announced; nothing was stored.",
        tooLong.getMessage());
    expect(
        Kind.CORRUPT,
        () -> store.put(KEY, BlobSource.once(new ByteArrayInputStream(OLD), 0), PutMode.IF_ABSENT));
    assertEquals(List.of(), keys(""));
  }

  @Test
  final void aFailingStreamStoresNothingAndIsClosed() {
    store.put(KEY, OLD, PutMode.OVERWRITE);
    FailingStream failing = new FailingStream();
    BlobSource source =
        BlobSource.once(new SequenceInputStream(new ByteArrayInputStream(NEW), failing));
    BlobStoreException e =
        expect(Kind.UNAVAILABLE, () -> store.put(KEY, source, PutMode.OVERWRITE));
    assertEquals(
        "The bytes to store under some/key.bin could not be read: the cable was cut; nothing was stored.",
        e.getMessage());
    assertTrue(failing.closed, "the source was closed");
    assertArrayEquals(OLD, store.get(KEY));
    assertEquals(List.of("some/key.bin"), keys(""));
  }

  @Test
  final void listingIsInByteOrderWithSizes() {
    List<String> inOrder = List.of(
        "A/a", "a+b/c", "a-b", "a.b", "a/a", "a/b/c", "a/c", "a0", "a=b", "aA", "a_b", "ab", "a~b",
        "b");
    for (int i = inOrder.size() - 1; i >= 0; i--) {
      store.put(BlobKey.of(inOrder.get(i)), new byte[i], PutMode.IF_ABSENT);
    }
    try (Stream<BlobInfo> all = store.list("")) {
      List<BlobInfo> infos = all.toList();
      assertEquals(inOrder, infos.stream().map(info -> info.key().value()).toList());
      for (int i = 0; i < inOrder.size(); i++) {
        assertEquals(i, infos.get(i).sizeBytes());
      }
    }
  }

  @Test
  final void prefixesNeedNotEndAtASlash() {
    for (String key : List.of("a/b", "a/bc/d", "a/c", "ab/c", "a.b", "b")) {
      store.put(BlobKey.of(key), OLD, PutMode.OVERWRITE);
    }
    assertEquals(List.of("a.b", "a/b", "a/bc/d", "a/c", "ab/c"), keys("a"));
    assertEquals(List.of("a/b", "a/bc/d", "a/c"), keys("a/"));
    assertEquals(List.of("a/b", "a/bc/d"), keys("a/b"));
    assertEquals(List.of("a/bc/d"), keys("a/bc/"));
    assertEquals(List.of(), keys("a/bb"));
    assertEquals(List.of(), keys("a/b/"));
    assertEquals(List.of("b"), keys("b"));
  }

  @Test
  final void oddKeysAreKeptApart() {
    putAllAndReadBack(List.of(
        ".hidden",
        ".h/x",
        "a@1.0.0",
        "a@1.0/x",
        "A@1.0.0",
        "~",
        "=,+",
        "--help",
        "a~25",
        "x".repeat(BlobKey.MAX_SEGMENT_LENGTH),
        ("y".repeat(127) + "/").repeat(3) + "z".repeat(128)));
  }

  @Test
  final void aKeyMayBeTheDirectoryOfAnother() {
    assumeTrue(keepsKeysBelowKeys(), "the server keeps objects as files");
    putAllAndReadBack(List.of("a", "a/a", "a/a/a", "a.a", "a.a/a", "a.a/a.a", "a.a/a.a/a"));
    store.delete(BlobKey.of("a"));
    store.delete(BlobKey.of("a.a/a.a"));
    assertEquals(List.of("a.a", "a.a/a", "a.a/a.a/a", "a/a", "a/a/a"), keys(""));
  }

  @Test
  final void invalidPrefixesAreRefused() {
    BlobStoreException e = expect(Kind.INVALID_KEY, () -> store.list("a/../b"));
    assertEquals(
        "The key \"a/../b\" has the segment \"..\"; a segment cannot end in a dot.",
        e.getMessage());
    expect(Kind.INVALID_KEY, () -> store.list("/a"));
  }

  private void putAllAndReadBack(List<String> keys) {
    for (String key : keys) {
      store.put(BlobKey.of(key), key.getBytes(UTF_8), PutMode.IF_ABSENT);
    }
    for (String key : keys) {
      assertEquals(key, new String(store.get(BlobKey.of(key)), UTF_8));
    }
    assertEquals(keys.stream().sorted().toList(), keys(""));
  }

  private List<String> keys(String prefix) {
    try (Stream<BlobInfo> objects = store.list(prefix)) {
      return objects.map(info -> info.key().value()).toList();
    }
  }

  private String range(long offsetBytes, long lengthBytes) throws IOException {
    try (InputStream in = store.open(KEY, offsetBytes, lengthBytes)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static BlobStoreException expect(Kind kind, Executable call) {
    BlobStoreException e = assertThrows(BlobStoreException.class, call);
    assertEquals(kind, e.kind(), e.getMessage());
    return e;
  }

  private static final class FailingStream extends InputStream {
    private boolean closed;

    @Override
    public int read() throws IOException {
      throw new IOException("the cable was cut");
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      throw new IOException("the cable was cut");
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
