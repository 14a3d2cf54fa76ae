package dev.wastm.activities;

/**
 * A place in a ledger, and all that a batch's outcome depends on beside its transactions. A retry carries the same slot.
 *
 * @param height from 1
 * @param parentHash the hash of the header before, in hex; the genesis hash at height 1
 * @param timestampMs milliseconds since the Unix epoch
 * @param seed 32 bytes in hex
 */
public record BatchSlot(long height, String parentHash, long timestampMs, String seed) {}
