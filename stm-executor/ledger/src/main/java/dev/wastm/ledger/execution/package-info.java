/**
 * Execution of batches: the one place where Block-STM and the guest runtime meet.
 *
 * <p>In: a sealed {@link dev.wastm.ledger.batch.Batch} and the {@link dev.wastm.ledger.state.State} before it. Out: an {@link
 * dev.wastm.ledger.execution.ExecutedBatch} with receipts, changes, roots and the next state. Each transaction becomes a Block-STM
 * transaction whose view of multi-version memory is the guest's host state. Nothing is stored here.
 */
@NullMarked
package dev.wastm.ledger.execution;

import org.jspecify.annotations.NullMarked;
