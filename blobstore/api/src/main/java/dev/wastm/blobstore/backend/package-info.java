/**
 * What a backend is built from, so that all of them treat sources, responses, listings and URIs alike. In: a caller's
 * source, a server's response, a URI. Out: the same, checked, with failures as {@link
 * dev.wastm.blobstore.BlobStoreException}. Callers: implementations of {@link dev.wastm.blobstore.BlobStore} and {@link
 * dev.wastm.blobstore.BlobStoreProvider}, here and elsewhere.
 */
@NullMarked
package dev.wastm.blobstore.backend;

import org.jspecify.annotations.NullMarked;
