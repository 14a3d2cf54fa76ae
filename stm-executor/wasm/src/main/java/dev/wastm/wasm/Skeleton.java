package dev.wastm.wasm;

import com.dylibso.chicory.wasm.WasmModule;
import java.util.Arrays;
import java.util.Set;

/** Parts of a module, as modules: they are parsed many times faster than the whole. */
final class Skeleton {
  private static final int SECTION_TYPE = 1;
  private static final int SECTION_IMPORT = 2;
  private static final int SECTION_DATA = 11;
  private static final int SECTION_DATA_COUNT = 12;

  /** Those that imports need to be read, and those that hold names and source maps. */
  private static final Set<Integer> NAMES =
      Set.of(Instrumentation.SECTION_CUSTOM, SECTION_TYPE, SECTION_IMPORT);

  /** A body of two bytes, which is neither validated nor run: no locals, {@code end}. */
  private static final int[] NO_BODY = {2, 0, Op.END};

  private Skeleton() {}

  /**
   * What instances need of a module whose functions are compiled: all but the functions' code, and the data in few segments.
   *
   * @param wasm the instrumented module
   * @param parsed the same
   */
  static byte[] of(byte[] wasm, WasmModule parsed) {
    WasmBytes out = new WasmBytes().raw(wasm, 0, Instrumentation.HEADER_BYTES);
    WasmReader in = new WasmReader(wasm, Instrumentation.HEADER_BYTES);
    while (in.hasMore()) {
      int start = in.position();
      int id = in.u8();
      int size = in.unsigned();
      int content = in.position();
      int end = content + size;
      switch (id) {
        case SECTION_DATA ->
          section(
              out,
              id,
              JoinedData.of(parsed.dataSection())
                  .orElseGet(() -> Arrays.copyOfRange(wasm, content, end)));
        case Instrumentation.SECTION_CODE -> section(out, id, bodies(in.unsigned()));
        case SECTION_DATA_COUNT -> {
          // It is of use only to code.
        }
        default -> out.raw(wasm, start, end);
      }
      in.skipTo(end);
    }
    return out.toByteArray();
  }

  /**
   * What tells where a guest trapped, which is asked seldom, and may be larger than all the rest.
   *
   * @param wasm the module as its author made it
   */
  static byte[] names(byte[] wasm) {
    WasmBytes out = new WasmBytes().raw(wasm, 0, Instrumentation.HEADER_BYTES);
    WasmReader in = new WasmReader(wasm, Instrumentation.HEADER_BYTES);
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
    return out.toByteArray();
  }

  private static void section(WasmBytes out, int id, byte[] content) {
    out.op(id).unsigned(content.length).raw(content);
  }

  private static byte[] bodies(int count) {
    WasmBytes out = new WasmBytes().unsigned(count);
    for (int i = 0; i < count; i++) {
      out.op(NO_BODY);
    }
    return out.toByteArray();
  }
}
