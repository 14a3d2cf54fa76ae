package dev.wastm.blobstore.s3;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.layer.RetryPolicy;
import dev.wastm.blobstore.layer.RetryingBlobStore;
import dev.wastm.blobstore.testkit.BlobStoreScale;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class S3BlobStoreScaleTest extends BlobStoreScale {
  @TempDir
  private static Path directory;

  @AutoClose("stop")
  private static S3Server server;

  @BeforeAll
  static void start() throws Exception {
    server = new S3Server(directory);
  }

  /**
   * With retries, because this server answers a read during an overwrite with the metadata of one object and the bytes of
   * the other now and then, which the checksum finds. S3 does not.
   */
  @Override
  protected BlobStore openEmpty() {
    return new RetryingBlobStore(server.openEmpty(), RetryPolicy.DEFAULT);
  }
}
