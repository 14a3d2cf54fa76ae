/**
 * What can be put over any blob store: a local cache of objects that are named by their digest, retries, and an
 * observer's view of every call. In: a {@link dev.wastm.blobstore.BlobStore}. Out: a store with one promise more. Callers:
 * the worker and the command line, which stack what they need; no layer knows another's class.
 */
@NullMarked
package dev.wastm.blobstore.layer;

import org.jspecify.annotations.NullMarked;
