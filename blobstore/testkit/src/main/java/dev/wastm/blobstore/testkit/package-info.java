/**
 * The conformance kit of blob stores: what {@link dev.wastm.blobstore.BlobStore} promises, as JUnit tests that every
 * backend passes alike. A backend's author extends {@link dev.wastm.blobstore.testkit.BlobStoreContract} and {@link
 * dev.wastm.blobstore.testkit.BlobStoreScale} with a class each that says how to open an empty store.
 *
 * <p>In: a store. Out: passed or failed tests. Callers: tests of backends, in this project and elsewhere.
 */
@NullMarked
package dev.wastm.blobstore.testkit;

import org.jspecify.annotations.NullMarked;
