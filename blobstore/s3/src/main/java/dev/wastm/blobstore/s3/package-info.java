/**
 * A blob store in an S3 bucket, or in any store that speaks the S3 protocol and knows conditional writes:
 * {@code s3://bucket/prefix?region=…&endpoint=…&pathStyle=…}. In and out: the promises of {@link
 * dev.wastm.blobstore.BlobStore}. Credentials come from the AWS SDK's default chain (environment, system properties,
 * profile, container, instance), checksums are on both ways, large objects go up in parts. Reached through {@link
 * dev.wastm.blobstore.BlobStores} alone.
 */
@NullMarked
package dev.wastm.blobstore.s3;

import org.jspecify.annotations.NullMarked;
