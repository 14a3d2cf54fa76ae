/**
 * A blob store in the heap, for tests and experiments: {@code memory:} is a fresh one, {@code memory:name} is shared by
 * all who open that name in this JVM. In and out: the promises of {@link dev.wastm.blobstore.BlobStore}, except that
 * nothing outlives the process. Reached through {@link dev.wastm.blobstore.BlobStores} alone.
 */
@NullMarked
package dev.wastm.blobstore.memory;

import org.jspecify.annotations.NullMarked;
