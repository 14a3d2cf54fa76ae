/**
 * Outcomes as people and scripts read them: receipts as lines of JSON, failures as sentences.
 *
 * <p>In: {@link dev.wastm.ledger.batch.BatchOutcome}s and receipts. Out: text. Nothing that is hashed or stored comes from here.
 */
@NullMarked
package dev.wastm.ledger.report;

import org.jspecify.annotations.NullMarked;
