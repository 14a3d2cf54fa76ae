package dev.wastm.wasm;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;

/**
 * What rewriting one function takes from its module.
 *
 * @param wasm the original file
 * @param fuelGlobal the index of the global that holds the fuel left; the one behind it holds the call depth left
 */
@SuppressWarnings("ArrayRecordComponent")
record MeteredModule(
    byte[] wasm,
    CallGraph calls,
    SmallLeaves leaves,
    int importedFunctions,
    int fuelGlobal,
    UnsignedComparisons comparisons,
    FuelSchedule.Code prices) {

  static MeteredModule of(
      byte[] wasm, WasmModule module, UnsignedComparisons comparisons, FuelSchedule.Code prices) {
    return new MeteredModule(
        wasm,
        CallGraph.of(module),
        SmallLeaves.of(module, prices),
        module.importSection().count(ExternalType.FUNCTION),
        Instrumentation.fuelGlobal(module),
        comparisons,
        prices);
  }
}
