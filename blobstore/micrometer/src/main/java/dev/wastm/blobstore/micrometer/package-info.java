/**
 * Metrics of blob stores in Micrometer. In: a registry, and the calls that an {@link
 * dev.wastm.blobstore.layer.ObservedBlobStore} tells of. Out: meters. Callers: whoever sets up a worker and its metrics.
 */
@NullMarked
package dev.wastm.blobstore.micrometer;

import org.jspecify.annotations.NullMarked;
