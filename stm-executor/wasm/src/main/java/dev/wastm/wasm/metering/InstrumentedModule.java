package dev.wastm.wasm.metering;

import com.dylibso.chicory.wasm.WasmModule;
import dev.wastm.wasm.abi.EntryPoints;
import dev.wastm.wasm.trap.TrapPoints;

/**
 * What instrumentation makes of a module.
 *
 * @param wasm the instrumented module
 * @param parsed the same
 * @param entry the functions by which it is called, if it is a guest
 * @param fuelGlobal the index of the global that holds the fuel left; the one behind it holds the call depth left
 * @param trapOffsets for each function of the module's own, and each of its {@linkplain TrapPoints trap points} in order: the offset in the
 *     original file of the instruction that it comes from
 */
@SuppressWarnings("ArrayRecordComponent")
public record InstrumentedModule(
    byte[] wasm, WasmModule parsed, EntryPoints entry, int fuelGlobal, int[][] trapOffsets) {

  public TrapPoints trapPoints() {
    return new TrapPoints(parsed, trapOffsets);
  }
}
