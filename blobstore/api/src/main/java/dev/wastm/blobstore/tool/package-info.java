/**
 * What operators do with whole stores: check that one keeps its promises, and copy one into another. In: {@link
 * dev.wastm.blobstore.BlobStore}s of any backends. Out: results as they become known, and a report. Callers: the command
 * line, and whoever sets up a store.
 */
@NullMarked
package dev.wastm.blobstore.tool;

import org.jspecify.annotations.NullMarked;
