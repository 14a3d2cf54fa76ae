package dev.wastm.activities;

/**
 * A range of heights to replay, beginning after a checkpoint or at 1.
 */
public record VerifyWindow(String ledger, HeightRange heights, ReplayOptions replay) {}
