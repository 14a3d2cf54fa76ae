/**
 * What can be put over any blob store: objects named by their digest and checked at every read, a local cache of them,
 * and retries. In: a {@link dev.wastm.blobstore.BlobStore}. Out: a store, or content, with one promise more. Callers: the
 * ledger and the worker, which stack what they need; no layer knows another's class, except the cache, whose entries are
 * content.
 */
@NullMarked
package dev.wastm.blobstore.layer;

import org.jspecify.annotations.NullMarked;
