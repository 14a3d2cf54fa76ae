/**
 * The workflows: a ledger that takes submissions, and replay verification.
 *
 * <p>In: what starters send, from any language. Out: activities on workers, and their summaries. {@link
 * dev.wastm.workflows.LedgerWorkflow} orders a ledger's batches; {@link dev.wastm.workflows.VerificationWorkflow} fans a range out; {@link
 * dev.wastm.workflows.LedgerClient} calls both. Workflow code is deterministic: no threads, clocks, randomness or I/O.
 */
@NullMarked
package dev.wastm.workflows;

import org.jspecify.annotations.NullMarked;
