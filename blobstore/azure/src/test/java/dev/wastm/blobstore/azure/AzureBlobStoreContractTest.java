package dev.wastm.blobstore.azure;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.testkit.BlobStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class AzureBlobStoreContractTest extends BlobStoreContract {
  @TempDir
  private static Path directory;

  @AutoClose("stop")
  private static AzureServer server;

  @BeforeAll
  static void start() throws Exception {
    server = AzureServer.start(directory);
  }

  @Override
  protected BlobStore openEmpty() {
    return server.openEmpty();
  }
}
