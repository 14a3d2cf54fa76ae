/**
 * What can be put over any blob store: objects named by their digest and checked at every read, a local cache of them,
 * retries, and an observer's view of every call. In: a {@link dev.wastm.blobstore.BlobStore}. Out: a store, or content,
 * with one promise more. Callers: the ledger, the worker and the command line, which stack what they need; no layer knows
 * another's class, except the cache, whose entries are content.
 */
@NullMarked
package dev.wastm.blobstore.layer;

import org.jspecify.annotations.NullMarked;
