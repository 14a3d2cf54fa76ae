package dev.wastm.workflows;

import dev.wastm.activities.HeightRange;
import dev.wastm.activities.ReplayOptions;

/**
 * What to verify, and how.
 *
 * @param heights from 1; an end of 0 is the ledger's newest height
 * @param parallelWindows how many windows are replayed at a time, from 1
 */
public record VerificationRequest(
    String ledger, HeightRange heights, ReplayOptions replay, int parallelWindows) {}
