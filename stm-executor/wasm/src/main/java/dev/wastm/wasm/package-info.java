/**
 * The guest runtime: validates, meters, compiles and runs WebAssembly actors.
 *
 * <p>In: a module's bytes, a call, and a {@link dev.wastm.wasm.HostState} to see the world through. Out: a {@link
 * dev.wastm.wasm.GuestResult} that is the same on every engine and machine. {@link dev.wastm.wasm.GuestModule} is a module that was
 * checked and instrumented, {@link dev.wastm.wasm.ExecutableModule} one that is ready to run. The only user of Chicory; no I/O; knows
 * nothing of ledgers or of Block-STM.
 */
@NullMarked
package dev.wastm.wasm;

import org.jspecify.annotations.NullMarked;
