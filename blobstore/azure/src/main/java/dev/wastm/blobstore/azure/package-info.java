/**
 * A blob store in a container of Azure Blob Storage: {@code azblob://container/prefix?endpoint=…}. In and out: the
 * promises of {@link dev.wastm.blobstore.BlobStore}. Credentials come from the environment (a shared key, a SAS token,
 * or Azure's default credential chain), large objects go up in blocks, every upload carries its checksum. Reached
 * through {@link dev.wastm.blobstore.BlobStores} alone.
 */
@NullMarked
package dev.wastm.blobstore.azure;

import org.jspecify.annotations.NullMarked;
