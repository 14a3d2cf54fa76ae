/**
 * What activities are asked and answer: interfaces and records, for workflows and for starters in any language (all of it is plain JSON).
 *
 * <p>In: submissions and ranges. Out: summaries and verdicts. A ledger's batches run on the one worker that holds its lease; everything
 * else runs anywhere. Nothing here needs the executor, a guest runtime or a blob store.
 */
@NullMarked
package dev.wastm.activities;

import org.jspecify.annotations.NullMarked;
