package dev.wastm.blobstore.s3;

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
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only this backend does. Alone, because it changes the credentials that all share. */
@Tag("integration")
@Isolated
class S3BlobStoreTest {
  private static final BlobKey KEY = BlobKey.of("k");

  @TempDir
  private static Path directory;

  @AutoClose("stop")
  private static S3Server server;

  @BeforeAll
  static void start() throws Exception {
    server = new S3Server(directory);
  }

  @ParameterizedTest
  @CsvSource({"test-access-key,wrong", "nobody,test-secret-key"})
  void wrongCredentialsAreDenied(String accessKey, String secretKey) {
    S3Server.useCredentials(accessKey, secretKey);
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
      String message = failure(() -> store.get(KEY)).getMessage();
      assertEquals(
          "The object k cannot be read from " + store
              + ": access is denied (the server answered 403 "
              + (secretKey.equals("wrong") ? "SignatureDoesNotMatch" : "InvalidAccessKeyId")
              + "); check the credentials and their rights.",
          message);
    } finally {
      S3Server.useCredentials(S3Server.ACCESS_KEY, S3Server.SECRET_KEY);
    }
  }

  @Test
  void aMissingBucketIsSaid() {
    try (BlobStore store = S3Server.open("no-such-bucket", server.port())) {
      BlobStoreException e = failure(() -> store.put(KEY, new byte[1], PutMode.IF_ABSENT));
      assertEquals(Kind.UNAVAILABLE, e.kind());
      assertFalse(e.retryable());
      assertEquals(
          "The object k cannot be written to " + store + ": there is no such bucket.",
          e.getMessage());
      assertEquals(
          "The objects of " + store + " cannot be listed: there is no such bucket.",
          failure(() -> list(store)).getMessage());
    }
  }

  @Test
  void anUnknownHostIsSaid() {
    try (BlobStore store = BlobStores.open("s3://b?endpoint=http://nowhere.invalid")) {
      BlobStoreException e = failure(() -> store.get(KEY));
      assertEquals(Kind.UNAVAILABLE, e.kind());
      assertEquals(
          "The object k cannot be read from s3://b?endpoint=http://nowhere.invalid:"
              + " the host nowhere.invalid is not known; check the endpoint and the region.",
          e.getMessage());
    }
  }

  @Test
  void storesBehindDifferentPrefixesOfOneBucketAreApart() {
    try (BlobStore store = server.openEmpty()) {
      String bucket = store.toString().replaceAll("s3://([^/]+)/.*", "$1");
      try (BlobStore whole = S3Server.open(bucket, server.port());
          BlobStore sibling = S3Server.open(bucket + "/some/prefix2", server.port())) {
        store.put(KEY, new byte[1], PutMode.IF_ABSENT);
        sibling.put(KEY, new byte[2], PutMode.IF_ABSENT);
        assertEquals(List.of(new BlobInfo(KEY, 1)), list(store));
        assertEquals(List.of(new BlobInfo(KEY, 2)), list(sibling));
        assertEquals(
            List.of(
                new BlobInfo(BlobKey.of("some/prefix/k"), 1),
                new BlobInfo(BlobKey.of("some/prefix2/k"), 2)),
            list(whole));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s3:bucket | The blob store URI s3:… names no bucket; write s3://bucket/prefix.",
        "s3://key:secret@bucket | The blob store URI s3://… holds credentials; give them through the environment, where no log and no list of processes shows them, and replace those that were written here.",
        "s3://bucket:secret | The blob store URI s3://… names a bucket with other characters than letters, digits and . _ - $.",
        "s3://b?accessPoint=x | The blob store URI s3://b?accessPoint=… has an option that is not known; known are endpoint=…, pathStyle=…, region=…, timeoutSeconds=…, tries=….",
        "s3://b?endpoint=localhost | The blob store URI s3://b?endpoint=… has a value of the option endpoint that is not of the form http://host:port.",
        "s3://b?endpoint=ftp://h | The blob store URI s3://b?endpoint=… has a value of the option endpoint that is not of the form http://host:port.",
        "s3://b?endpoint=http://[h | The blob store URI s3://b?endpoint=… has a value of the option endpoint that is not of the form http://host:port.",
        "s3://b?endpoint=http://h?x=y | The blob store URI s3://b?endpoint=… has a value of the option endpoint that is not of the form http://host:port.",
        "s3://b?region=EU | The blob store URI s3://b?region=… has a value of the option region that is not lower-case letters, digits and -, at most 40 of them.",
        "s3://b?pathStyle=yes | The blob store URI s3://b?pathStyle=… has a value of the option pathStyle that is not true or false.",
        "s3://b?tries=0 | The blob store URI s3://b?tries=0 has a value of the option tries that is not a number from 1 to 20.",
        "s3://b?timeoutSeconds=601 | The blob store URI s3://b?timeoutSeconds=601 has a value of the option timeoutSeconds that is not a number from 1 to 600.",
        "s3://b/a/../c | The blob store URI s3://b/a/../c has a prefix that is no key: ASCII letters, digits and . _ - + = @ ~ , between single slashes, at most 200 between two, and no dot before one.",
        "s3://b#f | The blob store URI s3://b#… has a fragment, behind the #, which means nothing here.",
      })
  void whatCannotBeOpenedIsExplained(String uri, String message) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> BlobStores.open(uri)).getMessage());
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
