package dev.wastm.blobstore.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.blobstore.BlobStoreException.Kind;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.blobstore.PutMode;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only this backend does. Alone, because it changes the credentials that all share. */
@Tag("integration")
@Isolated
class AzureBlobStoreTest {
  private static final BlobKey KEY = BlobKey.of("k");

  @TempDir
  private static Path directory;

  @AutoClose("stop")
  private static AzureServer server;

  @BeforeAll
  static void start() throws Exception {
    server = AzureServer.start(directory);
  }

  @AfterEach
  void restoreCredentials() {
    System.clearProperty("AZURE_STORAGE_SAS_TOKEN");
    AzureServer.useKey(AzureServer.KEY);
  }

  @Test
  void aWrongKeyIsDenied() {
    AzureServer.useKey(Base64.getEncoder().encodeToString("another key".getBytes(UTF_8)));
    try (BlobStore store = server.openEmpty()) {
      for (BlobStoreException e : List.of(
          failure(() -> store.put(KEY, new byte[1], PutMode.IF_ABSENT)),
          failure(() -> store.get(KEY)),
          failure(() -> store.head(KEY)),
          failure(() -> list(store)),
          failure(() -> store.delete(KEY)))) {
        assertEquals(Kind.DENIED, e.kind(), e.getMessage());
        assertFalse(e.retryable());
        assertEquals(1, e.getMessage().lines().count());
      }
      assertEquals(
          "The object k cannot be read from " + store
              + ": access is denied (the server answered 403 AuthorizationFailure);"
              + " check the credentials and their rights.",
          failure(() -> store.get(KEY)).getMessage());
    }
  }

  @Test
  void aSasTokenGivesTheRightsThatItNames() {
    String uri;
    String sasToken;
    try (BlobStore store = server.openEmpty()) {
      uri = store.toString();
      store.put(KEY, new byte[] {7}, PutMode.IF_ABSENT);
      sasToken = server.readOnlySasToken(uri.replaceAll("azblob://([^/]+)/.*", "$1"));
    }
    System.clearProperty("AZURE_STORAGE_KEY");
    System.setProperty("AZURE_STORAGE_SAS_TOKEN", sasToken);
    try (BlobStore store = BlobStores.open(uri)) {
      assertArrayEquals(new byte[] {7}, store.get(KEY));
      assertEquals(
          Kind.DENIED,
          failure(() -> store.put(KEY, new byte[1], PutMode.OVERWRITE)).kind());
      assertEquals(uri, store.toString());
    }
  }

  @Test
  void aMissingContainerIsSaid() {
    try (BlobStore store = AzureServer.open("no-such-container", server.port())) {
      BlobStoreException e = failure(() -> store.put(KEY, new byte[1], PutMode.IF_ABSENT));
      assertEquals(Kind.UNAVAILABLE, e.kind());
      assertFalse(e.retryable());
      assertEquals(
          "The object k cannot be written to " + store + ": there is no such container.",
          e.getMessage());
      assertEquals(
          "The objects of " + store + " cannot be listed: there is no such container.",
          failure(() -> list(store)).getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "azblob:c | The blob store URI azblob:… names no bucket; write azblob://bucket/prefix.",
        "azblob://key@c | The blob store URI azblob://… holds credentials; give them through the environment, where no log and no list of processes shows them, and replace those that were written here.",
        "azblob://c?sig=x | The blob store URI azblob://c?sig=… holds credentials; give them through the environment, where no log and no list of processes shows them, and replace those that were written here.",
        "azblob://c?region=x | The blob store URI azblob://c?region=x has an option that is not known; known are endpoint=…, timeoutSeconds=…, tries=….",
      })
  void whatCannotBeOpenedIsExplained(String uri, String message) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> BlobStores.open(uri)).getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"c1", "Container", "under_score"})
  void aNameThatNoContainerCanHaveIsSaid(String container) {
    try (BlobStore store = AzureServer.open(container, server.port())) {
      assertEquals(
          "The object k cannot be read from " + store
              + ": that is no name of a container; one has 3 to 63 lower-case letters, digits and single hyphens.",
          failure(() -> store.get(KEY)).getMessage());
    }
  }

  @Test
  void anUnknownHostIsSaid() {
    String uri = "azblob://c?endpoint=http://nowhere.invalid/" + AzureServer.ACCOUNT;
    try (BlobStore store = BlobStores.open(uri)) {
      BlobStoreException e = failure(() -> store.get(KEY));
      assertEquals(Kind.UNAVAILABLE, e.kind());
      assertEquals(
          "The object k cannot be read from " + uri
              + ": the endpoint's host is not known; check the endpoint.",
          e.getMessage());
    }
  }

  @Test
  void credentialsThatCannotBeUsedAreDeniedAtOnce() {
    String uri = "azblob://c?endpoint=http://127.0.0.1:9/" + AzureServer.ACCOUNT;
    AzureServer.useKey("not base64!");
    BlobStoreException malformed = failure(() -> BlobStores.open(uri));
    assertEquals(Kind.DENIED, malformed.kind());
    assertEquals(
        "The credentials for " + uri
            + " are not usable: AZURE_STORAGE_KEY is not a key of Azure Storage, which is written in base64.",
        malformed.getMessage());
    System.clearProperty("AZURE_STORAGE_KEY");
    BlobStoreException none = failure(() -> BlobStores.open(uri));
    assertEquals(Kind.DENIED, none.kind());
    assertEquals(
        "There are no credentials for " + uri
            + "; set AZURE_STORAGE_KEY with AZURE_STORAGE_ACCOUNT, or AZURE_STORAGE_SAS_TOKEN, or sign in by one"
            + " of the ways of Azure's default chain, which needs an https endpoint.",
        none.getMessage());
  }

  @Test
  void withoutAnEndpointOrAnAccountNothingIsOpened() {
    System.clearProperty("AZURE_STORAGE_ACCOUNT");
    assertEquals(
        "The blob store URI azblob://c names no endpoint; add ?endpoint=https://<account>.blob.core.windows.net,"
            + " or set AZURE_STORAGE_ACCOUNT.",
        assertThrows(IllegalArgumentException.class, () -> BlobStores.open("azblob://c"))
            .getMessage());
  }

  private static List<BlobInfo> list(BlobStore store) {
    try (Stream<BlobInfo> objects = store.list("")) {
      return objects.toList();
    }
  }

  private static BlobStoreException failure(Runnable call) {
    return assertThrows(BlobStoreException.class, call::run);
  }
}
