package dev.wastm.activities;

/**
 * A worker that holds a ledger's state in memory and takes its batches.
 *
 * @param taskQueue the worker's own task queue
 * @param position where the ledger stood when the worker loaded it
 */
public record Lease(String taskQueue, LedgerPosition position) {}
