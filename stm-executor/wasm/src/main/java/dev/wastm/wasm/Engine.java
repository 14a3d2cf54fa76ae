package dev.wastm.wasm;

/** How a module is run. No outcome depends on it. */
public enum Engine {
  /** Compiled to JVM bytecode: fast. */
  COMPILED,
  /** Interpreted: slow, and an independent second opinion. */
  INTERPRETER
}
