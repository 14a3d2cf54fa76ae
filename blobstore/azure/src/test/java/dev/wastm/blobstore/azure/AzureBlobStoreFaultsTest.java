package dev.wastm.blobstore.azure;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.testkit.BlobStoreFaults;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class AzureBlobStoreFaultsTest extends BlobStoreFaults {
  @TempDir
  private static Path directory;

  @AutoClose("stop")
  private static AzureServer server;

  @BeforeAll
  static void start() throws Exception {
    server = AzureServer.start(directory);
  }

  @Override
  protected int serverPort() {
    return server.port();
  }

  @Override
  protected String newBucket() {
    return server.newContainer();
  }

  @Override
  protected BlobStore open(String bucket, int port) {
    return AzureServer.openImpatient(bucket, port);
  }
}
