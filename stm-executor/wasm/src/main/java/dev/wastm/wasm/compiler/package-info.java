/**
 * Guests as classes of the JVM.
 *
 * <p>In: an instrumented module. Out: a {@link dev.wastm.wasm.compiler.CompiledModule}, which can be stored, and linked to a blueprint of
 * instances without the file that it was made from. The engine's compiler does the work; what it wrote is made leaner, stripped of what
 * nothing calls, and given line numbers by which traps are placed. No outcome depends on any of it. Knows nothing of stores, or of who may be
 * trusted with what is in them.
 */
@NullMarked
package dev.wastm.wasm.compiler;

import org.jspecify.annotations.NullMarked;
