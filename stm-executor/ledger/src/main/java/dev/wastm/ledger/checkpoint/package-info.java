/**
 * Checkpoints: whole states in the blob store, as tar.zst parts under a manifest.
 *
 * <p>In: a {@link dev.wastm.ledger.journal.LedgerHead}. Out: the same head, read back and checked against its root and the journal.
 * Loading a ledger and replay verification start from one. A damaged checkpoint is passed over, never trusted.
 */
@NullMarked
package dev.wastm.ledger.checkpoint;

import org.jspecify.annotations.NullMarked;
