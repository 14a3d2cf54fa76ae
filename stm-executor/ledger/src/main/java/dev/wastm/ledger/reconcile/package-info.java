/**
 * Reconciliation: two stores that should hold the same ledger.
 *
 * <p>In: two blob stores. Out: where their copies part, which of them is consistent in itself, and, where asked for, the lagging or damaged
 * one brought up to date from the other, each batch executed before it is taken. Called by the command line.
 */
@NullMarked
package dev.wastm.ledger.reconcile;

import org.jspecify.annotations.NullMarked;
