/**
 * A ledger's state and its Merkle root.
 *
 * <p>In: the sorted {@link dev.wastm.ledger.state.StateChange}s of a batch. Out: the next {@link dev.wastm.ledger.state.State}, an
 * immutable snapshot that Block-STM reads below a block and whose root goes into the batch's header. Called by execution, by the journal
 * when it is read back, and by checkpoints. Guests choose keys; none of them can choose what a read, a scan or a change costs. No I/O.
 */
@NullMarked
package dev.wastm.ledger.state;

import org.jspecify.annotations.NullMarked;
