/**
 * {@code wastm module}: what an actor's author does with a {@code .wasm} file.
 */
@NullMarked
package dev.wastm.cli.module;

import org.jspecify.annotations.NullMarked;
