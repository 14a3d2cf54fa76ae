package dev.wastm.blobstore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A secret in a URI, wherever it stands and however it is encoded, is neither used nor shown. */
class UriSecretsTest {
  private static final String SECRET = "hunter2";

  /** Forms that people write credentials in. The command line's tests go over them too. */
  static Stream<String> uris() {
    return Stream.of(
            "s3://user:SECRET@bucket/prefix",
            "s3://SECRET@bucket",
            "s3://user:SECRET/with/slashes@bucket",
            "s3://user:SECRET",
            "s3://user%3ASECRET%40bucket",
            "s3:user:SECRET@bucket",
            "s3:///user:SECRET@bucket",
            "s3:/user:SECRET@bucket",
            "s3://bucket?endpoint=http://user:SECRET@host:9000",
            "s3://bucket?endpoint=https://SECRET@host",
            "s3://bucket?endpoint=http%3A%2F%2Fuser%3ASECRET%40host",
            "s3://bucket?endpoint=http%253A%252F%252Fuser%253ASECRET%2540host",
            "s3://bucket?endpoint=http://user:SECRET/x@host",
            "s3://bucket?endpoint=http://host?token=SECRET",
            "s3://bucket?endpoint=http://host/?sig=SECRET",
            "s3://bucket?endpoint=http:user:SECRET@host",
            "s3://bucket?accessKey=a&secretKey=SECRET",
            "s3://bucket?secret_access_key=SECRET",
            "s3://bucket?X-Amz-Signature=SECRET",
            "s3://bucket?SECRET",
            "s3://bucket?region=eu&SECRET",
            "s3://bucket?region=SECRET!",
            "s3://bucket?tries=SECRET",
            "s3://bucket?pathStyle=SECRET!",
            "s3://bucket#SECRET",
            "s3://bucket/a b?endpoint=http://user:SECRET@host",
            "s3://bucket/%zz?token=SECRET",
            "s3:\\\\user:SECRET@bucket",
            "azblob://container?endpoint=https://account.blob.core.windows.net/?sv=2024&sig=SECRET",
            "azblob://container?sv=2024-01-01&se=2030&sig=SECRET%3D",
            "azblob://container?sas=SECRET",
            "azblob://container;AccountName=a;AccountKey=SECRET==",
            "azblob://container/prefix;AccountKey=SECRET==",
            "azblob://container/AccountKey=SECRET==/x",
            "azblob://account:SECRET@container?endpoint=https://host",
            "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=SECRET==",
            "file://user:SECRET@host/dir",
            "file:/dir?password=SECRET",
            "file:/dir#SECRET",
            "file:user:SECRET@host",
            "memory:user:SECRET@name",
            "memory:name?token=SECRET",
            "memory:name#SECRET",
            "ftp://user:SECRET@host/dir",
            "https://user:SECRET@host/dir",
            "user:SECRET@host",
            "user:SECRET",
            "SECRET@host",
            "SECRET+/=",
            "SECRET",
            "://user:SECRET@host",
            "//user:SECRET@host")
        .map(form -> form.replace("SECRET", SECRET));
  }

  @ParameterizedTest
  @MethodSource("uris")
  void aSecretIsNeitherUsedNorShown(String uri) {
    assertFalse(UriSecrets.hide(uri).contains(SECRET), UriSecrets.hide(uri));
    Throwable e = assertThrows(IllegalArgumentException.class, () -> BlobStores.open(uri));
    for (Throwable at = e; at != null; at = at.getCause()) {
      assertFalse(at.toString().contains(SECRET), at.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:/var/lib/wastm",
        "file:///home/ann@corp.example/.wastm",
        "file:///home/m%C3%BCller/.wastm/",
        "file:/C:/Users/ann/.wastm",
        "memory:",
        "memory:name",
        "s3://bucket",
        "s3://bucket/a/prefix+of=mine,1~2?region=eu-central-1&tries=3",
        "s3://bucket?endpoint=http://127.0.0.1:9000&pathStyle=true",
        "s3://bucket?endpoint=http://[::1]:9000",
        "azblob://container/p?endpoint=http://127.0.0.1:9/account&timeoutSeconds=9",
        "azblob://$root?endpoint=https://account.blob.core.windows.net"
      })
  void aUriWithoutOneIsShownWhole(String uri) {
    assertFalse(UriSecrets.areIn(uri));
    assertEquals(uri, UriSecrets.hide(uri));
  }

  @ParameterizedTest
  @CsvSource({
    "s3://user:x@bucket/prefix?region=eu, s3://…",
    "s3://bucket?regoin=eu, s3://bucket?regoin=…",
    "s3://bucket/a@b, s3://bucket/…",
    "azblob://c?sv=1&sig=x, azblob://c?sv=…&sig=…",
    "no URI, …"
  })
  void whatIsHarmlessIsShown(String uri, String shown) {
    assertEquals(shown, UriSecrets.hide(uri));
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://k@b", "s3://b?endpoint=http%3A%2F%2Fu%40h", "azblob://c?sig=x"})
  void whatHoldsCredentialsIsCalledSo(String uri) {
    assertTrue(UriSecrets.areIn(uri));
    assertTrue(assertThrows(IllegalArgumentException.class, () -> BlobStores.open(uri))
        .getMessage()
        .contains("holds credentials"));
  }
}
