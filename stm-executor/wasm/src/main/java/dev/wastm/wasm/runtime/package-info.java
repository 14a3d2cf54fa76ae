/**
 * Instances of guests, and what the host does for them.
 *
 * <p>In: a {@link dev.wastm.wasm.runtime.Blueprint} (an instrumented module, and what makes an engine's machine of it), then calls. Out:
 * results, from instances that are put back into their initial image and kept warm. {@link dev.wastm.wasm.runtime.GuestInstance} turns
 * everything that may end a call into its result; each import charges its price, checks its arguments and asks the host state of the present
 * call. Knows not which engine it runs on, nor where compiled code comes from.
 */
@NullMarked
package dev.wastm.wasm.runtime;

import org.jspecify.annotations.NullMarked;
