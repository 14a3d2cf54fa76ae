package dev.wastm.blobstore;

import org.jspecify.annotations.Nullable;

/** The one way a store fails. The message is a sentence for a person; the kind is for code. */
public final class BlobStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Every way a store can fail. */
  public enum Kind {
    /** No object has this key. */
    NOT_FOUND,
    /** A put with {@link PutMode#IF_ABSENT} found the key taken. */
    ALREADY_EXISTS,
    /** The credentials are missing, wrong or not sufficient. */
    DENIED,
    /** The store could not be reached or could not do its work: network, full disk, server error. */
    UNAVAILABLE,
    /** The bytes are not those that were promised: a wrong digest, checksum or length. */
    CORRUPT,
    /** The object has more bytes than its reader takes. */
    TOO_LARGE,
    /** The key or prefix breaks the rules of {@link BlobKey}. */
    INVALID_KEY
  }

  private final Kind kind;
  private final boolean retryable;
  private final String sentence;

  private BlobStoreException(
      Kind kind, boolean retryable, String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
    this.kind = kind;
    this.retryable = retryable;
    this.sentence = sentence;
  }

  @Override
  public String getMessage() {
    return sentence;
  }

  public Kind kind() {
    return kind;
  }

  /** Whether the same call may succeed later without anyone changing the request. */
  public boolean retryable() {
    return retryable;
  }

  /** The object {@code key} is not in {@code store}. */
  public static BlobStoreException notFound(
      BlobStore store, BlobKey key, @Nullable Throwable cause) {
    return new BlobStoreException(
        Kind.NOT_FOUND, false, "There is no object " + key + " in " + store + ".", cause);
  }

  /** The object {@code key} is in {@code store} already. */
  public static BlobStoreException alreadyExists(
      BlobStore store, BlobKey key, @Nullable Throwable cause) {
    return new BlobStoreException(
        Kind.ALREADY_EXISTS,
        false,
        "The object " + key + " already exists in " + store + ".",
        cause);
  }

  /** Access was refused; {@code sentence} says to what, and what to do. */
  public static BlobStoreException denied(String sentence, @Nullable Throwable cause) {
    return new BlobStoreException(Kind.DENIED, false, sentence, cause);
  }

  /** The store failed in a way that may pass. */
  public static BlobStoreException unavailable(String sentence, @Nullable Throwable cause) {
    return new BlobStoreException(Kind.UNAVAILABLE, true, sentence, cause);
  }

  /** The store failed in a way that will not pass by itself. */
  public static BlobStoreException unavailableUntilFixed(
      String sentence, @Nullable Throwable cause) {
    return new BlobStoreException(Kind.UNAVAILABLE, false, sentence, cause);
  }

  /** Bytes differ from what was promised. */
  public static BlobStoreException corrupt(String sentence) {
    return new BlobStoreException(Kind.CORRUPT, false, sentence, null);
  }

  /** Bytes were changed on their way here; another try may bring the right ones. */
  public static BlobStoreException damagedOnTheWay(String sentence, @Nullable Throwable cause) {
    return new BlobStoreException(Kind.CORRUPT, true, sentence, cause);
  }

  /** The object {@code key} in {@code store} has more than {@code bytesMax} bytes, which is what such an object may have. */
  public static BlobStoreException tooLarge(BlobStore store, BlobKey key, long bytesMax) {
    return new BlobStoreException(
        Kind.TOO_LARGE,
        false,
        "The object " + key + " in " + store + " has more than " + bytesMax
            + " bytes, and can therefore not be what its name says; look who put it there.",
        null);
  }

  static BlobStoreException invalidKey(String sentence) {
    return new BlobStoreException(Kind.INVALID_KEY, false, sentence, null);
  }
}
