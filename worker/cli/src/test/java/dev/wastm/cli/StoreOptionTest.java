package dev.wastm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Blob stores that cannot be used: one line that says why, and no stack trace. Port 9 of this machine answers nobody. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("integration")
class StoreOptionTest {
  private static final String S3 = "s3://bucket/p?endpoint=http://127.0.0.1:9";
  private static final String AZURE = "azblob://container/p?endpoint=http://127.0.0.1:9/account";

  @BeforeEach
  void giveCredentials() {
    System.setProperty("aws.accessKeyId", "key");
    System.setProperty("aws.secretAccessKey", "secret");
    System.setProperty("AZURE_STORAGE_ACCOUNT", "account");
    System.setProperty("AZURE_STORAGE_KEY", "a2V5");
  }

  @AfterEach
  void takeThemBack() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
    System.clearProperty("AZURE_STORAGE_ACCOUNT");
    System.clearProperty("AZURE_STORAGE_KEY");
  }

  @Test
  void anUnknownSchemeIsBadUsageAndTheKnownOnesAreNamed() {
    assertFails(
        2,
        "--blob-store: No blob store is known for ftp://host/dir; known here:"
            + " azblob://container/prefix?endpoint=…, file:/dir, memory:, s3://bucket/prefix?region=…&endpoint=….",
        "ftp://host/dir");
  }

  @Test
  void anOptionThatIsNotOneIsBadUsage() {
    assertFails(
        2,
        "--blob-store: The blob store URI s3://bucket?regoin=… has an option that is not known;"
            + " known are endpoint=…, pathStyle=…, region=…, timeoutSeconds=…, tries=….",
        "s3://bucket?regoin=x");
  }

  @Test
  void aServerThatIsNotThereIsSaid() {
    String why =
        " cannot be listed: the server cannot be reached; check that it runs at the endpoint.";
    assertFails(1, "The objects of " + S3 + why, S3);
    assertFails(1, "The objects of " + AZURE + why, AZURE);
  }

  @Test
  void credentialsThatAreMissingAreSaid() {
    System.clearProperty("AZURE_STORAGE_KEY");
    assertFails(
        1,
        "There are no credentials for " + AZURE
            + "; set AZURE_STORAGE_KEY with AZURE_STORAGE_ACCOUNT, or AZURE_STORAGE_SAS_TOKEN,"
            + " or sign in by one of the ways of Azure's default chain, which needs an https endpoint.",
        AZURE);
  }

  private static void assertFails(int exitCode, String sentence, String uri) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int actual = Wastm.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute("module", "list", "--blob-store", uri);
    assertEquals("wastm: " + sentence + "\n", err.toString());
    assertEquals(exitCode, actual);
    assertEquals("", out.toString());
  }
}
