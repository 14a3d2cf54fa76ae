package dev.wastm.ledger.execution;

import dev.wastm.ledger.hash.Digest;

/**
 * What every transaction of a batch sees alike.
 *
 * @param timestampMs milliseconds since the Unix epoch
 * @param signaturesRequired whether the state before the batch demands signatures
 * @param logRoom shared by all
 */
record BatchContext(
    String ledger,
    long height,
    long timestampMs,
    Digest seed,
    boolean signaturesRequired,
    LogRoom logRoom) {}
