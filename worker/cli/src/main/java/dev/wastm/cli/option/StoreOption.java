package dev.wastm.cli.option;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.cli.io.Failure;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --blob-store}, as all commands have it. */
public final class StoreOption {
  @Option(
      names = "--blob-store",
      paramLabel = "URI",
      defaultValue = "${env:WASTM_BLOB_STORE}",
      description =
          "Where modules, journals and checkpoints are, such as file:/var/lib/wastm. Default: the environment"
              + " variable WASTM_BLOB_STORE, else .wastm in your home directory.")
  private String uri = "";

  public BlobStore open() {
    return open("--blob-store", uri());
  }

  /** Opens a store that was given as {@code argument}. */
  public static BlobStore open(String argument, String uri) {
    try {
      return BlobStores.open(uri);
    } catch (IllegalArgumentException e) {
      throw Failure.badUsage(argument + ": " + e.getMessage());
    }
  }

  public String uri() {
    boolean unset = uri == null || uri.isBlank() || uri.equals("${env:WASTM_BLOB_STORE}");
    return unset ? Path.of(System.getProperty("user.home"), ".wastm").toUri().toString() : uri;
  }
}
