package dev.wastm.cli.option;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStores;
import dev.wastm.cli.io.Failure;
import java.nio.file.Path;
import java.util.regex.Pattern;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code --blob-store}, as all commands have it. */
public final class StoreOption {
  /** Outlasts a server's restart. */
  private static final int PATIENCE_SECONDS = 60;

  /** There is no network to such a store, and nothing is nearer. */
  private static final Pattern LOCAL =
      Pattern.compile("(?:file|memory):", Pattern.CASE_INSENSITIVE);

  @Option(
      names = "--blob-store",
      paramLabel = "URI",
      defaultValue = "${env:WASTM_BLOB_STORE}",
      description =
          "Where modules, journals and checkpoints are, such as file:/var/lib/wastm. Default: the environment"
              + " variable WASTM_BLOB_STORE, else .wastm in your home directory.")
  private String uri = "";

  @Mixin
  private StoreLayers layers = new StoreLayers();

  public BlobStore open() {
    return layered(0);
  }

  /** For who has nobody that would start it again at once. */
  public BlobStore openPatiently() {
    return layered(PATIENCE_SECONDS);
  }

  private BlobStore layered(int retrySeconds) {
    BlobStore store = open("--blob-store", uri());
    if (LOCAL.matcher(uri()).lookingAt()) {
      return store;
    }
    try {
      return layers.over(store, retrySeconds);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
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
