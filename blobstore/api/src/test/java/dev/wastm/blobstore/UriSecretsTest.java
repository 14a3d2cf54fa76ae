package dev.wastm.blobstore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A secret in a URI, wherever it stands and however it is encoded, is neither used nor shown. */
class UriSecretsTest {
  private static final String SECRET = "hunter2";

  /** Forms that people write credentials in, one a line; the command line's tests go over them too. */
  static Stream<String> uris() throws Exception {
    return Files.readAllLines(Path.of("src/test/resources/secret-uris.txt")).stream()
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
