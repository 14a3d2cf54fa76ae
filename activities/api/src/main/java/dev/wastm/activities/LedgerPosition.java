package dev.wastm.activities;

import org.jspecify.annotations.Nullable;

/**
 * Where a ledger stands.
 *
 * @param height 0 before the first batch
 * @param headerHash the newest header's hash in hex; null before the first batch
 * @param stateRoot in hex
 * @param timestampMs the newest batch's, in milliseconds since the Unix epoch; 0 before the first
 */
public record LedgerPosition(
    long height, @Nullable String headerHash, String stateRoot, long timestampMs) {}
