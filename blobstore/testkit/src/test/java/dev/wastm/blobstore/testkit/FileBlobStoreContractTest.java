package dev.wastm.blobstore.testkit;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileBlobStoreContractTest extends BlobStoreContract {
  @TempDir
  private Path directory;

  @Override
  protected BlobStore openEmpty() {
    return BlobStores.open(directory.resolve("store").toUri());
  }
}
