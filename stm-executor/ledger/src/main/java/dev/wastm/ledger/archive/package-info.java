/**
 * Archives that others may have made: tar files, compressed with Zstandard.
 *
 * <p>In: a stream of bytes that nobody vouches for, and how much it may unpack to. Out: its files one after the other, where the archive is
 * written as WASTM writes archives. Bundles and the parts of checkpoints are such.
 */
@NullMarked
package dev.wastm.ledger.archive;

import org.jspecify.annotations.NullMarked;
