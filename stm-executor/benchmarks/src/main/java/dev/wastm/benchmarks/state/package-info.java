/**
 * The state alone, without transactions: {@link dev.wastm.benchmarks.state.StateMeasurement} of updates with the new root, of checkpoints,
 * of restarts and of memory.
 */
@NullMarked
package dev.wastm.benchmarks.state;

import org.jspecify.annotations.NullMarked;
