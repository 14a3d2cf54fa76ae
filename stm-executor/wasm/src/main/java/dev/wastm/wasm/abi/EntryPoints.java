package dev.wastm.wasm.abi;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.Export;

/** The exports by which a guest is called, as function indices; {@link #NONE} for those that a module does not have. */
public record EntryPoints(int alloc, int execute, int outputLength, int initialize) {
  public static final int NONE = -1;

  public static final String ALLOC = "alloc";
  public static final String EXECUTE = "execute";
  public static final String OUTPUT_LENGTH = "output_len";

  /** Runs once an instance, where there is one. */
  public static final String INITIALIZE = "_initialize";

  public static EntryPoints of(WasmModule module) {
    return new EntryPoints(
        index(module, ALLOC),
        index(module, EXECUTE),
        index(module, OUTPUT_LENGTH),
        index(module, INITIALIZE));
  }

  private static int index(WasmModule module, String name) {
    for (int i = 0; i < module.exportSection().exportCount(); i++) {
      Export export = module.exportSection().getExport(i);
      if (export.name().equals(name)) {
        return export.index();
      }
    }
    return NONE;
  }
}
