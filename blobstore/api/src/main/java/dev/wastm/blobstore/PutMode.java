package dev.wastm.blobstore;

/** What a put does where the key is already taken. */
public enum PutMode {
  /** Replaces the object; readers see the old bytes or the new ones, never a mixture. */
  OVERWRITE,
  /**
   * Leaves the object alone and fails with {@link BlobStoreException.Kind#ALREADY_EXISTS}. Of concurrent writers exactly
   * one succeeds, whatever threads, processes or machines they are in.
   */
  IF_ABSENT
}
