package dev.wastm.activities;

/**
 * Where a ledger stands.
 *
 * @param height 0 before the first batch
 * @param genesis the hash of the ledger's genesis, in hex
 * @param headerHash the newest header's hash in hex; the genesis hash before the first batch
 * @param stateRoot in hex
 * @param timestampMs the newest batch's, in milliseconds since the Unix epoch; 0 before the first
 */
public record LedgerPosition(
    long height, String genesis, String headerHash, String stateRoot, long timestampMs) {}
