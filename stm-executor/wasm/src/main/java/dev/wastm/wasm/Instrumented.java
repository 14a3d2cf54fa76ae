package dev.wastm.wasm;

/**
 * What instrumentation makes of a module.
 *
 * @param wasm the instrumented module
 * @param trapOffsets for each function of the module's own, and each of its {@linkplain TrapPoints trap points} in order: the offset in the
 *     original file of the instruction that it comes from
 */
@SuppressWarnings("ArrayRecordComponent")
record Instrumented(byte[] wasm, int[][] trapOffsets) {}
