/**
 * The activities, over ledgers and their blob store.
 *
 * <p>In: requests from workflows. Out: batches that took effect, verdicts of replays, and failures sorted into those that a retry may mend
 * and those that none will. {@link dev.wastm.activities.impl.HostedLedgers} is what a worker keeps in memory. Registered by the plugin.
 */
@NullMarked
package dev.wastm.activities.impl;

import org.jspecify.annotations.NullMarked;
