/**
 * The journal: every batch that took effect, in order.
 *
 * <p>In: {@link dev.wastm.ledger.execution.ExecutedBatch}es. Out: {@link dev.wastm.ledger.batch.BatchOutcome}s, checked as they are
 * read. A batch has taken effect when, and only when, its record is stored.
 */
@NullMarked
package dev.wastm.ledger.journal;

import org.jspecify.annotations.NullMarked;
