package dev.wastm.ledger.execution;

/**
 * A line that a guest logged; for the worker's log, never for a receipt.
 *
 * @param level 0 debug, 1 info, 2 warning, 3 and above error
 */
record LogLine(int level, String message) {}
