package dev.wastm.wasm;

import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import java.io.ByteArrayInputStream;
import java.util.Map;

/** Parses the binary format. What custom sections hold is left alone: it decides about no module. */
final class WasmFile {
  private WasmFile() {}

  static WasmModule parse(byte[] wasm) {
    return parse(wasm, true);
  }

  /** What was found valid before need not be looked at again. */
  static WasmModule parseValid(byte[] wasm) {
    return parse(wasm, false);
  }

  private static WasmModule parse(byte[] wasm, boolean validate) {
    return Parser.builder()
        .withCustomParsers(Map.of())
        .withValidation(validate)
        .build()
        .parse(() -> new ByteArrayInputStream(wasm));
  }
}
