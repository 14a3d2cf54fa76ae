/**
 * Where everything durable lives: named, immutable-by-convention objects of bytes behind one small interface.
 *
 * <p>In: a URI ({@link dev.wastm.blobstore.BlobStores#open(String)}), keys and bytes. Out: bytes, sizes and ordered
 * listings, or one {@link dev.wastm.blobstore.BlobStoreException} whose kind is from a closed set. The single promise
 * the rest of the system stands on is {@link dev.wastm.blobstore.PutMode#IF_ABSENT}: of any number of concurrent
 * writers of one key, in any processes, exactly one succeeds.
 *
 * <p>Callers: the ledger, the worker, operators' commands. Backends are found with {@link java.util.ServiceLoader}
 * through {@link dev.wastm.blobstore.BlobStoreProvider}; callers never name a backend's class.
 */
@NullMarked
package dev.wastm.blobstore;

import org.jspecify.annotations.NullMarked;
