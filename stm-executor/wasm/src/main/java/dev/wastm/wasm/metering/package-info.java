/**
 * Instrumentation: guests count their own fuel and call depth, and compute the same on every machine.
 *
 * <p>In: a validated module, and the prices of its instructions. Out: an {@link dev.wastm.wasm.metering.InstrumentedModule}, which is an
 * ordinary module that any engine can run. What it adds to the code decides outcomes: each change to it raises {@link
 * dev.wastm.wasm.metering.Instrumentation#VERSION}. Knows nothing of instances, of engines but for one fault of theirs ({@link
 * dev.wastm.wasm.metering.UnsignedComparisons}), or of what imports do.
 */
@NullMarked
package dev.wastm.wasm.metering;

import org.jspecify.annotations.NullMarked;
