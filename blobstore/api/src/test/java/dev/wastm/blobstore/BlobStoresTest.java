package dev.wastm.blobstore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlobStoresTest {
  private static final BlobKey KEY = BlobKey.of("k");

  @Test
  void eachMemoryStoreWithoutANameIsAnother() {
    BlobStores.open("memory:").put(KEY, new byte[1], PutMode.IF_ABSENT);
    assertTrue(BlobStores.open("memory:").head(KEY).isEmpty());
  }

  @Test
  void aNamedMemoryStoreIsShared() {
    BlobStores.open("memory:shared-in-a-test").put(KEY, new byte[] {7}, PutMode.IF_ABSENT);
    assertArrayEquals(new byte[] {7}, BlobStores.open("memory:shared-in-a-test").get(KEY));
    assertTrue(BlobStores.open("memory:another-in-a-test").head(KEY).isEmpty());
    assertEquals(
        "memory:shared-in-a-test", BlobStores.open("memory:shared-in-a-test").toString());
  }

  @Test
  void bothFormsOfAFileUriNameTheSameDirectory(@TempDir Path directory) {
    BlobStores.open("file:" + directory).put(KEY, new byte[] {7}, PutMode.IF_ABSENT);
    assertArrayEquals(new byte[] {7}, BlobStores.open("file://" + directory).get(KEY));
    assertArrayEquals(new byte[] {7}, BlobStores.open("FILE:" + directory).get(KEY));
  }

  @Test
  void openingAFileStoreCreatesNothing(@TempDir Path directory) {
    Path root = directory.resolve("store");
    try (BlobStore store = BlobStores.open("file:" + root)) {
      assertTrue(store.head(KEY).isEmpty());
      assertEquals(0, store.list("").count());
      store.delete(KEY);
      assertFalse(Files.exists(root));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ftp://host/dir | No blob store is known for ftp://host/dir; known here: file:/dir, memory:.",
        "/var/data | The blob store URI \"/var/data\" has no scheme; write one of: file:/dir, memory:.",
        "file:data | The blob store URI file:data has a relative path; write the absolute one: file:/dir.",
        "file://data/x | The blob store URI file://data/x has a host; write file:/dir or file:///dir.",
        "file: | The blob store URI file:/ names the root of the file system; name a directory in it: file:/dir.",
        "file:/a?b=c | The blob store URI file:/a?b=… has a query or a fragment; a directory has no options.",
        "file:/a b | The blob store URI \"file:/a b\" is not valid: Illegal character in path (a space is written %20).",
      })
  void whatCannotBeOpenedIsExplained(String uri, String message) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> BlobStores.open(uri));
    assertEquals(message, e.getMessage());
  }
}
