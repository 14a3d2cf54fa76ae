/**
 * A blob store in a directory: {@code file:/dir}. In and out: the promises of {@link dev.wastm.blobstore.BlobStore},
 * kept between any number of processes that share the directory, across crashes of process and machine, and on a full
 * disk. Each object is a file whose path is its key (see {@code FileNames} for the two exceptions); bytes are staged
 * beside the objects, forced to disk, and then linked or renamed into place. Reached through {@link
 * dev.wastm.blobstore.BlobStores} alone.
 */
@NullMarked
package dev.wastm.blobstore.file;

import org.jspecify.annotations.NullMarked;
