package dev.wastm.ledger.execution;

import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.protocol.Protocol;

/**
 * What every transaction of a batch sees alike.
 *
 * @param protocol of the epoch of the batch's height
 * @param genesis the hash of the ledger's genesis
 * @param timestampMs milliseconds since the Unix epoch
 * @param signaturesRequired whether the state before the batch demands signatures
 * @param logRoom shared by all
 */
record BatchContext(
    Protocol protocol,
    Digest genesis,
    long height,
    long timestampMs,
    Digest seed,
    boolean signaturesRequired,
    LogRoom logRoom) {}
