/**
 * The binary format of WebAssembly.
 *
 * <p>In: a module's file. Out: the engine's parsed form of it ({@link dev.wastm.wasm.format.WasmFile}), its bytes one by one ({@link
 * dev.wastm.wasm.format.WasmReader}), new ones ({@link dev.wastm.wasm.format.WasmBytes}), and what it tells people: {@link
 * dev.wastm.wasm.format.FunctionNames} and its {@link dev.wastm.wasm.format.SourceMap}. Knows neither guests nor rules: any module is one to
 * it.
 */
@NullMarked
package dev.wastm.wasm.format;

import org.jspecify.annotations.NullMarked;
