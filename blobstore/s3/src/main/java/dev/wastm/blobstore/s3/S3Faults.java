package dev.wastm.blobstore.s3;

import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.blobstore.backend.NetworkFaults;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Turns what the SDK throws into what a store says. */
final class S3Faults {
  private final S3BlobStore store;

  S3Faults(S3BlobStore store) {
    this.store = store;
  }

  RuntimeException reading(BlobKey key, RuntimeException e) {
    return e instanceof S3Exception s3 && s3.statusCode() == 404 && !isNoBucket(s3)
        ? BlobStoreException.notFound(store, key, e)
        : fault("The object " + key + " cannot be read from " + store, e);
  }

  RuntimeException writing(BlobKey key, RuntimeException e) {
    return e instanceof S3Exception s3 && s3.statusCode() == 412
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
    if (e instanceof S3Exception s3) {
      return answered(what, s3);
    }
    if (e instanceof SdkException) {
      return notAnswered(what, e);
    }
    return e;
  }

  private static BlobStoreException answered(String what, S3Exception e) {
    String answer = ("the server answered " + e.statusCode() + " " + code(e)).strip();
    return switch (e.statusCode()) {
      case 401, 403 ->
        BlobStoreException.denied(
            what + ": access is denied (" + answer + "); check the credentials and their rights.",
            e);
      case 409, 429, 500, 502, 503, 504 ->
        BlobStoreException.unavailable(what + ": " + answer + ".", e);
      default ->
        BlobStoreException.unavailableUntilFixed(
            what + ": " + (isNoBucket(e) ? "there is no such bucket." : answer + "."), e);
    };
  }

  /** The SDK has no types for these two, only their words. */
  private static BlobStoreException notAnswered(String what, RuntimeException e) {
    String reason = String.valueOf(e.getMessage());
    if (reason.contains("Unable to load credentials")) {
      return BlobStoreException.denied(
          what
              + ": there are no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile.",
          e);
    }
    if (reason.contains("different checksum")) {
      return BlobStoreException.damagedOnTheWay(
          what + ": its bytes do not have the checksum that the server sent; try again.", e);
    }
    return BlobStoreException.unavailable(what + ": " + NetworkFaults.reason(e) + ".", e);
  }

  private static boolean isNoBucket(S3Exception e) {
    return code(e).equals("NoSuchBucket");
  }

  private static String code(S3Exception e) {
    return e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null
        ? ""
        : e.awsErrorDetails().errorCode();
  }
}
