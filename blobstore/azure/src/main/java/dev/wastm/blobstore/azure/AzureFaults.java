package dev.wastm.blobstore.azure;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobStorageException;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.blobstore.backend.NetworkFaults;
import java.util.List;

/** Turns what the SDK throws into what a store says. */
final class AzureFaults {
  /** Keys cannot cause these: theirs are checked before. */
  private static final List<BlobErrorCode> NAME_ERRORS =
      List.of(BlobErrorCode.INVALID_RESOURCE_NAME, BlobErrorCode.OUT_OF_RANGE_INPUT);

  private final AzureBlobStore store;

  AzureFaults(AzureBlobStore store) {
    this.store = store;
  }

  static boolean isAlreadyThere(RuntimeException e) {
    return e instanceof BlobStorageException answer
        && (answer.getStatusCode() == 412
            || BlobErrorCode.BLOB_ALREADY_EXISTS.equals(answer.getErrorCode()));
  }

  static boolean isNotThere(RuntimeException e) {
    return e instanceof BlobStorageException answer
        && answer.getStatusCode() == 404
        && !isNoContainer(answer);
  }

  RuntimeException reading(BlobKey key, RuntimeException e) {
    return isNotThere(e)
        ? BlobStoreException.notFound(store, key, e)
        : fault("The object " + key + " cannot be read from " + store, e);
  }

  RuntimeException writing(BlobKey key, RuntimeException e) {
    return isAlreadyThere(e)
        ? BlobStoreException.alreadyExists(store, key, e)
        : fault("The object " + key + " cannot be written to " + store, e);
  }

  RuntimeException deleting(BlobKey key, RuntimeException e) {
    return fault("The object " + key + " cannot be deleted from " + store, e);
  }

  RuntimeException listing(RuntimeException e) {
    return fault("The objects of " + store + " cannot be listed", e);
  }

  private static RuntimeException fault(String what, RuntimeException e) {
    if (e instanceof BlobStoreException || e instanceof IllegalArgumentException) {
      return e;
    }
    if (e instanceof BlobStorageException answer) {
      return answered(what, answer);
    }
    if (e instanceof ClientAuthenticationException) {
      return BlobStoreException.denied(
          what + ": there are no usable credentials; " + AzureCredentials.HOW_TO_GIVE + ".", e);
    }
    return BlobStoreException.unavailable(what + ": " + NetworkFaults.reason(e) + ".", e);
  }

  private static BlobStoreException answered(String what, BlobStorageException e) {
    String answer = "the server answered " + e.getStatusCode()
        + (e.getErrorCode() == null ? "" : " " + e.getErrorCode());
    if (isNoContainer(e)) {
      return BlobStoreException.unavailableUntilFixed(what + ": there is no such container.", e);
    }
    if (NAME_ERRORS.stream().anyMatch(code -> code.equals(e.getErrorCode()))) {
      return BlobStoreException.unavailableUntilFixed(
          what
              + ": that is no name of a container; one has 3 to 63 lower-case letters, digits and single hyphens.",
          e);
    }
    return switch (e.getStatusCode()) {
      case 401, 403 ->
        BlobStoreException.denied(
            what + ": access is denied (" + answer + "); check the credentials and their rights.",
            e);
      case 409, 429, 500, 502, 503, 504 ->
        BlobStoreException.unavailable(what + ": " + answer + ".", e);
      default ->
        BlobErrorCode.INVALID_BLOCK_LIST.equals(e.getErrorCode())
            ? BlobStoreException.unavailable(
                what + ": another writer of the same object came between.", e)
            : BlobStoreException.unavailableUntilFixed(what + ": " + answer + ".", e);
    };
  }

  private static boolean isNoContainer(BlobStorageException e) {
    return BlobErrorCode.CONTAINER_NOT_FOUND.equals(e.getErrorCode());
  }
}
