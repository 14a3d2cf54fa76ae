package dev.wastm.blobstore.s3;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.testkit.BlobStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class S3BlobStoreContractTest extends BlobStoreContract {
  @TempDir
  private static Path directory;

  @AutoClose("stop")
  private static S3Server server;

  @BeforeAll
  static void start() throws Exception {
    server = new S3Server(directory);
  }

  @Override
  protected BlobStore openEmpty() {
    return server.openEmpty();
  }

  /** This server does not, S3 does. */
  @Override
  protected boolean keepsKeysBelowKeys() {
    return false;
  }
}
