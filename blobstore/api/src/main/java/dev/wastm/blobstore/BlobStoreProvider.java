package dev.wastm.blobstore;

import java.net.URI;

/** One backend, found by {@link java.util.ServiceLoader}: a public class with a public constructor without arguments. */
public interface BlobStoreProvider {
  /** The scheme of the URIs this backend opens, in lower case. */
  String scheme();

  /** How such a URI is written, for messages and help: {@code file:/dir}. */
  String uriForm();

  /**
   * Opens the store that {@code uri} names. Need not touch it: a store that cannot be reached may say so at first use.
   * Throws {@link IllegalArgumentException}, its message a sentence, where the URI is not of this backend's form.
   */
  BlobStore open(URI uri);
}
