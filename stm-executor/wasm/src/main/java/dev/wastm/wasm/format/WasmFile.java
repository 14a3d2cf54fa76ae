package dev.wastm.wasm.format;

import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.Set;

/** Parses the binary format. What custom sections hold is left alone: it decides about no module. */
public final class WasmFile {
  /** Those that imports need to be read, and those that hold names and source maps. */
  private static final Set<Integer> NAMES = Set.of(Sections.CUSTOM, Sections.TYPE, Sections.IMPORT);

  private WasmFile() {}

  public static WasmModule parse(byte[] wasm) {
    return parse(wasm, true);
  }

  /** What was found valid before need not be looked at again. */
  public static WasmModule parseValid(byte[] wasm) {
    return parse(wasm, false);
  }

  /**
   * Parses nothing but what tells where a guest trapped, which is asked seldom, and may be larger than all the rest: names, source map, and
   * the imports that functions are counted from.
   *
   * @throws IndexOutOfBoundsException where the file ends too early
   */
  public static WasmModule parseNames(byte[] wasm) {
    WasmBytes out = new WasmBytes().raw(wasm, 0, Sections.HEADER_BYTES);
    WasmReader in = new WasmReader(wasm, Sections.HEADER_BYTES);
    while (in.hasMore()) {
      int start = in.position();
      int id = in.u8();
      int size = in.unsigned();
      int end = in.position() + size;
      if (NAMES.contains(id)) {
        out.raw(wasm, start, end);
      }
      in.skipTo(end);
    }
    return parseValid(out.toByteArray());
  }

  private static WasmModule parse(byte[] wasm, boolean validate) {
    return Parser.builder()
        .withCustomParsers(Map.of())
        .withValidation(validate)
        .build()
        .parse(() -> new ByteArrayInputStream(wasm));
  }
}
