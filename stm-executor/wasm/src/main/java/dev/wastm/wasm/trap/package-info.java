/**
 * Why a guest was ended, and where it was then.
 *
 * <p>In: what an engine throws, and the address or the stack trace that it leaves. Out: a {@link dev.wastm.wasm.trap.Trap} for one of a closed
 * set of {@link dev.wastm.wasm.trap.TrapReason}s, and a {@link dev.wastm.wasm.trap.TrapPlace} in the author's file, the same on both engines.
 * Knows what the engine's exceptions and frames look like, but not how guests are run, nor what it means to a transaction.
 */
@NullMarked
package dev.wastm.wasm.trap;

import org.jspecify.annotations.NullMarked;
