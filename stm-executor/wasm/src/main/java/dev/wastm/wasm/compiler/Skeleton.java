package dev.wastm.wasm.compiler;

import com.dylibso.chicory.wasm.WasmModule;
import dev.wastm.wasm.format.Op;
import dev.wastm.wasm.format.Sections;
import dev.wastm.wasm.format.WasmBytes;
import dev.wastm.wasm.format.WasmReader;
import java.util.Arrays;

/** A part of a module, as a module: it is parsed many times faster than the whole. */
final class Skeleton {
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
    WasmBytes out = new WasmBytes().raw(wasm, 0, Sections.HEADER_BYTES);
    WasmReader in = new WasmReader(wasm, Sections.HEADER_BYTES);
    while (in.hasMore()) {
      int start = in.position();
      int id = in.u8();
      int size = in.unsigned();
      int content = in.position();
      int end = content + size;
      switch (id) {
        case Sections.DATA ->
          section(
              out,
              id,
              JoinedData.of(parsed.dataSection())
                  .orElseGet(() -> Arrays.copyOfRange(wasm, content, end)));
        case Sections.CODE -> section(out, id, bodies(in.unsigned()));
        case Sections.DATA_COUNT -> {
          // It is of use only to code.
        }
        default -> out.raw(wasm, start, end);
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
