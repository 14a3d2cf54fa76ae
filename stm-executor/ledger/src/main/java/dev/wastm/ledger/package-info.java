/**
 * Ledgers: named chains of batches over one state.
 *
 * <p>In: submitted transactions. Out: batches that took effect exactly once, with receipts, roots, journal and checkpoints. {@link
 * dev.wastm.ledger.Ledger} is the way in; the data goes from {@code batch} (words) through {@code execution} (Block-STM over guests, with
 * {@code module} and {@code state}) into {@code journal} and {@code checkpoint}, and {@code replay} checks all of it later. Called by
 * the activities and by the command line. {@code docs/a-transaction.md} walks one batch through it, file by file.
 */
@NullMarked
package dev.wastm.ledger;

import org.jspecify.annotations.NullMarked;
