package dev.wastm.blobstore.s3;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.testkit.BlobStoreFaults;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class S3BlobStoreFaultsTest extends BlobStoreFaults {
  @TempDir
  private static Path directory;

  @AutoClose("stop")
  private static S3Server server;

  @BeforeAll
  static void start() throws Exception {
    server = new S3Server(directory);
  }

  @Override
  protected int serverPort() {
    return server.port();
  }

  @Override
  protected String newBucket() {
    return server.newBucket();
  }

  @Override
  protected BlobStore open(String bucket, int port) {
    return S3Server.openImpatient(bucket, port);
  }
}
