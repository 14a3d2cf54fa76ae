package dev.wastm.cli.option;

import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.layer.CachedBlobStore;
import dev.wastm.blobstore.layer.DiskCache;
import dev.wastm.blobstore.layer.RetryPolicy;
import dev.wastm.blobstore.layer.RetryingBlobStore;
import dev.wastm.cli.io.Failure;
import dev.wastm.ledger.StoredContent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** {@code --blob-cache} and {@code --blob-retry}: what is put over a store on a network. */
final class StoreLayers {
  private static final Logger LOG = LoggerFactory.getLogger(StoreLayers.class);
  private static final String OFF = "none";
  private static final String VARIABLE = "${env:WASTM_BLOB_CACHE}";
  private static final int RETRY_SECONDS_MAX = 3_600;

  /** So that adding up what a cache holds cannot overflow: 16 TiB. */
  private static final int CACHE_MIB_MAX = 1 << 24;

  @Option(
      names = "--blob-cache",
      paramLabel = "DIR",
      defaultValue = VARIABLE,
      description =
          "Where this machine keeps modules and checkpoints' parts that it fetched from a store on a network, or none."
              + " Default: the environment variable WASTM_BLOB_CACHE, else wastm/blobs in your cache directory.")
  private String directory = "";

  @Option(
      names = "--blob-cache-mib",
      paramLabel = "N",
      description = "How much is kept there, in MiB. Default: ${DEFAULT-VALUE}.")
  private int cacheMiB = 1024;

  @Option(
      names = "--blob-retry",
      paramLabel = "SECONDS",
      description =
          "How long calls to a store on a network are tried again that failed and may pass, beside the tries of its URI."
              + " Default: 60 for a worker, else 0.")
  private Optional<Integer> retrySeconds = Optional.empty();

  /** @param retrySecondsDefault 0 or more */
  BlobStore over(BlobStore store, int retrySecondsDefault) {
    int seconds = retrySeconds.orElse(retrySecondsDefault);
    if (seconds < 0 || seconds > RETRY_SECONDS_MAX) {
      throw Failure.badUsage("--blob-retry: it must be 0 to " + RETRY_SECONDS_MAX + ".");
    }
    if (cacheMiB < 1 || cacheMiB > CACHE_MIB_MAX) {
      throw Failure.badUsage("--blob-cache-mib: it must be 1 to " + CACHE_MIB_MAX + ".");
    }
    BlobStore patient = seconds == 0 ? store : new RetryingBlobStore(store, policy(seconds));
    return cache()
        .<BlobStore>map(cache -> new CachedBlobStore(patient, cache, StoredContent::digest))
        .orElse(patient);
  }

  private static RetryPolicy policy(int seconds) {
    return new RetryPolicy(
        Duration.ofSeconds(seconds),
        RetryPolicy.DEFAULT.firstDelay(),
        RetryPolicy.DEFAULT.longestDelay());
  }

  /** A directory that was asked for must be of use; the default one need not. */
  private Optional<DiskCache> cache() {
    if (OFF.equals(directory)) {
      return Optional.empty();
    }
    boolean unset = directory == null || directory.isBlank() || directory.equals(VARIABLE);
    Path path = unset ? ModuleCacheOption.defaultDirectory("blobs") : Path.of(directory);
    try {
      return Optional.of(new DiskCache(path, (long) cacheMiB << 20));
    } catch (IllegalArgumentException e) {
      if (!unset) {
        throw Failure.badUsage("--blob-cache: " + e.getMessage());
      }
      LOG.warn("{} Modules and checkpoints are fetched at each start.", e.getMessage());
      return Optional.empty();
    }
  }
}
