/**
 * {@link dev.wastm.benchmarks.wasm.WasmBenchmark}: transactions of the example actors, end to end and in parts; metering; compiled code next to the
 * interpreter and V8; and how long a module's first receipt takes.
 */
@NullMarked
package dev.wastm.benchmarks.wasm;

import org.jspecify.annotations.NullMarked;
