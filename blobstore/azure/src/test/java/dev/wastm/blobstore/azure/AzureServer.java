package dev.wastm.blobstore.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.common.StorageSharedKeyCredential;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Azurite on a free loopback port, with an account of its own; a process that ends with this one. */
final class AzureServer {
  static final String ACCOUNT = "testaccount";
  static final String KEY =
      Base64.getEncoder().encodeToString("the key of the test account".getBytes(UTF_8));

  private static final Pattern LISTENING =
      Pattern.compile("listens on http://127\\.0\\.0\\.1:(\\d+)");

  /** A busy machine starts it within 10 s. */
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  private static final int STOP_TIMEOUT_S = 10;

  private final Process process;
  private final int port;

  private AzureServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts a server that keeps its objects in the directory. */
  static AzureServer start(Path directory) throws IOException, InterruptedException {
    Path log = directory.resolve("azurite.log");
    ProcessBuilder builder = new ProcessBuilder(
            "node",
            "--require",
            AzuriteInstallation.FOLDER
                .resolve("exit-with-parent.js")
                .toAbsolutePath()
                .toString(),
            AzuriteInstallation.main().toString(),
            "--location",
            directory.toString(),
            "--blobHost",
            "127.0.0.1",
            "--blobPort",
            "0",
            "--silent",
            "--skipApiVersionCheck",
            "--disableTelemetry")
        .redirectErrorStream(true)
        .redirectOutput(log.toFile());
    builder.environment().put("AZURITE_ACCOUNTS", ACCOUNT + ":" + KEY);
    Process process = builder.start();
    useKey(KEY);
    try {
      return new AzureServer(process, awaitPort(process, log));
    } catch (IOException | InterruptedException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** Puts the account and a key where the environment would have them. */
  static void useKey(String key) {
    System.setProperty("AZURE_STORAGE_ACCOUNT", ACCOUNT);
    System.setProperty("AZURE_STORAGE_KEY", key);
  }

  int port() {
    return port;
  }

  String newContainer() {
    String container = "container-" + UUID.randomUUID();
    container(container).create();
    return container;
  }

  /** A store in a container of its own, behind a prefix. */
  BlobStore openEmpty() {
    return open(newContainer() + "/some/prefix", port);
  }

  static BlobStore open(String containerAndPrefix, int port) {
    return BlobStores.open("azblob://" + containerAndPrefix + "?endpoint=" + endpoint(port));
  }

  /** A store whose client waits for a silent server for two seconds at most, each time. */
  static BlobStore openImpatient(String containerAndPrefix, int port) {
    return BlobStores.open(
        "azblob://" + containerAndPrefix + "?timeoutSeconds=2&endpoint=" + endpoint(port));
  }

  String readOnlySasToken(String container) {
    return container(container)
        .generateSas(new BlobServiceSasSignatureValues(
            OffsetDateTime.now(ZoneOffset.UTC).plusHours(1),
            new BlobContainerSasPermission().setReadPermission(true)));
  }

  void stop() throws InterruptedException {
    process.destroyForcibly().waitFor(STOP_TIMEOUT_S, TimeUnit.SECONDS);
  }

  private static String endpoint(int port) {
    return "http://127.0.0.1:" + port + "/" + ACCOUNT;
  }

  private BlobContainerClient container(String name) {
    return new BlobContainerClientBuilder()
        .endpoint(endpoint(port))
        .credential(new StorageSharedKeyCredential(ACCOUNT, KEY))
        .containerName(name)
        .buildClient();
  }

  private static int awaitPort(Process process, Path log) throws IOException, InterruptedException {
    long startNanos = System.nanoTime();
    while (System.nanoTime() - startNanos < START_TIMEOUT.toNanos()) {
      Matcher listening = LISTENING.matcher(Files.readString(log));
      if (listening.find()) {
        return Integer.parseInt(listening.group(1));
      }
      if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
        throw new IOException("Azurite ended before it listened: " + Files.readString(log));
      }
    }
    throw new IOException("Azurite did not listen within " + START_TIMEOUT.toSeconds() + " s: "
        + Files.readString(log));
  }
}
