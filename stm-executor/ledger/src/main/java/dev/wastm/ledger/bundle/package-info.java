/**
 * Bundles: a range of a ledger as one file that anyone can verify anywhere, without a blob store and without Temporal.
 *
 * <p>In: a stored ledger. Out: a file with the range's batches, the state before it, and every module that it may run ({@link
 * dev.wastm.ledger.bundle.BundleExport}); later a {@link dev.wastm.ledger.bundle.Bundle}, unpacked and ready to be replayed. Nothing of a
 * file is believed. Specified in {@code docs/formats.md}. Called by the command line.
 */
@NullMarked
package dev.wastm.ledger.bundle;

import org.jspecify.annotations.NullMarked;
