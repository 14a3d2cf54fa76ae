/**
 * The guest runtime: validates, meters, compiles and runs WebAssembly actors.
 *
 * <p>In: a module's bytes, a call, and a {@link dev.wastm.wasm.abi.HostState} to see the world through. Out: a {@link
 * dev.wastm.wasm.abi.GuestResult} that is the same on every engine and machine. {@link dev.wastm.wasm.GuestModule} is a module that was
 * checked and instrumented, {@link dev.wastm.wasm.ExecutableModule} one that is ready to run, on the {@link dev.wastm.wasm.Engine} that is
 * chosen here; {@link dev.wastm.wasm.CompiledCode} keeps what was compiled. Whoever runs guests needs this package, {@code abi}, and the words
 * of the others (such as {@link dev.wastm.wasm.trap.Trap} and {@link dev.wastm.wasm.validation.Violation}); the rest is fenced by tests.
 *
 * <p>Inside, each package uses those before it only:
 * <ol>
 *   <li>{@link dev.wastm.wasm.crypto}: digests and signatures;
 *   <li>{@link dev.wastm.wasm.format}: a module's file, read and written;
 *   <li>{@link dev.wastm.wasm.trap}: why and where a guest trapped;
 *   <li>{@link dev.wastm.wasm.abi}: the contract with guests, its prices and limits;
 *   <li>{@link dev.wastm.wasm.validation}: which files are guests;
 *   <li>{@link dev.wastm.wasm.metering}: code that counts its own fuel;
 *   <li>{@link dev.wastm.wasm.runtime}: instances, their memory, and what the host does for them;
 *   <li>{@link dev.wastm.wasm.compiler}: classes of the JVM instead of the interpreter.
 * </ol>
 * Outcomes are decided by those up to the runtime, and by what {@link dev.wastm.wasm.GuestModule} asks of a module; they depend neither on the
 * compiler, nor on what is kept of its work, nor on the engine that is chosen. The only user of Chicory; no I/O; knows nothing of ledgers or
 * of Block-STM.
 */
@NullMarked
package dev.wastm.wasm;

import org.jspecify.annotations.NullMarked;
