package dev.wastm.ledger.execution;

import dev.wastm.ledger.hash.Digest;

/**
 * What every transaction of a batch sees alike.
 *
 * @param timestampMs milliseconds since the Unix epoch
 */
record BatchContext(long height, long timestampMs, Digest seed) {}
