package dev.wastm.blobstore.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.common.StorageSharedKeyCredential;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/**
 * Azurite, Microsoft's server for tests, on a free loopback port with an account of its own; a process of Node.js that
 * {@code npm ci} in the folder {@code azurite} makes possible.
 */
final class AzureServer {
  static final String ACCOUNT = "testaccount";
  static final String KEY =
      Base64.getEncoder().encodeToString("the key of the test account".getBytes(UTF_8));

  private static final Path MAIN = Path.of("azurite/node_modules/azurite/dist/src/blob/main.js");
  private static final Pattern LISTENING =
      Pattern.compile("listens on http://127\\.0\\.0\\.1:(\\d+)");

  private final Process process;
  private final int port;

  private AzureServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts a server; skips the calling test, loudly, where it is not installed. */
  static AzureServer start(Path directory) throws IOException {
    if (!Files.exists(MAIN)) {
      String skipped =
          "AZURE BLOB STORE NOT TESTED: run \"npm ci\" in blobstore/azure/azurite first";
      System.err.println(skipped);
      Assumptions.abort(skipped);
    }
    ProcessBuilder builder = new ProcessBuilder(
            "node",
            MAIN.toString(),
            "--location",
            directory.toString(),
            "--blobHost",
            "127.0.0.1",
            "--blobPort",
            "0",
            "--silent",
            "--skipApiVersionCheck",
            "--disableTelemetry")
        .redirectErrorStream(true);
    builder.environment().put("AZURITE_ACCOUNTS", ACCOUNT + ":" + KEY);
    Process process = builder.start();
    useKey(KEY);
    return new AzureServer(process, port(process));
  }

  /** Puts the account and a key where the environment would have them. */
  static void useKey(String key) {
    System.setProperty("AZURE_STORAGE_ACCOUNT", ACCOUNT);
    System.setProperty("AZURE_STORAGE_KEY", key);
  }

  /** A store in a container of its own, behind a prefix. */
  BlobStore openEmpty() {
    String container = "container-" + UUID.randomUUID();
    container(container).create();
    return open(container + "/some/prefix");
  }

  BlobStore open(String containerAndPrefix) {
    return BlobStores.open("azblob://" + containerAndPrefix + "?endpoint=" + endpoint());
  }

  String readOnlySasToken(String container) {
    return container(container)
        .generateSas(new BlobServiceSasSignatureValues(
            OffsetDateTime.now(ZoneOffset.UTC).plusHours(1),
            new BlobContainerSasPermission().setReadPermission(true)));
  }

  void stop() {
    process.destroyForcibly();
  }

  private String endpoint() {
    return "http://127.0.0.1:" + port + "/" + ACCOUNT;
  }

  private BlobContainerClient container(String name) {
    return new BlobContainerClientBuilder()
        .endpoint(endpoint())
        .credential(new StorageSharedKeyCredential(ACCOUNT, KEY))
        .containerName(name)
        .buildClient();
  }

  private static int port(Process process) throws IOException {
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      Matcher listening = LISTENING.matcher(line);
      if (listening.find()) {
        return Integer.parseInt(listening.group(1));
      }
    }
    throw new IOException("Azurite ended before it listened");
  }
}
