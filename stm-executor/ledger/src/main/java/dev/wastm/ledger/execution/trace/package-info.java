/**
 * What each transaction of a batch asked of the state, for whoever looks for the place where two executions part.
 *
 * <p>In: transactions' views, and what scans came to. Out: {@link dev.wastm.ledger.execution.trace.StateAccess}es in order. Used by no
 * ordinary execution.
 */
@NullMarked
package dev.wastm.ledger.execution.trace;

import org.jspecify.annotations.NullMarked;
