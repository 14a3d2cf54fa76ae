/**
 * Which files are guests.
 *
 * <p>In: bytes of anyone, and the limits for modules. Out: a {@link dev.wastm.wasm.validation.Validation}: the parsed module, or each {@link
 * dev.wastm.wasm.validation.Violation} in a sentence for its author. Nothing of the file is run or compiled, and whatever is wrong with it is
 * found without much work. Knows nothing of instrumentation: what comes behind it trusts what it found.
 */
@NullMarked
package dev.wastm.wasm.validation;

import org.jspecify.annotations.NullMarked;
