package dev.wastm.wasm.trap;

/**
 * Where in its module's file a guest trapped, the same on every engine.
 *
 * @param function its index among all functions, imports included
 * @param offset of the instruction, in bytes from the beginning of the file
 */
public record TrapPlace(int function, int offset) {}
