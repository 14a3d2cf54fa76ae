/**
 * Replay verification: does the stored history come out again?
 *
 * <p>In: a range of the journal, and an execution that may use another engine and scheduler than the one that wrote it. Out: a {@link
 * dev.wastm.ledger.replay.Verification}, which is either "verified" or the first difference. Writes nothing.
 */
@NullMarked
package dev.wastm.ledger.replay;

import org.jspecify.annotations.NullMarked;
