package dev.wastm.wasm;

/**
 * A module without what only compiling needs: its functions' code. It is parsed many times faster, and instances made
 * from it are the same where their functions are compiled.
 */
final class Skeleton {

  /** A body of three bytes that fits every type: no locals, {@code unreachable}, {@code end}. */
  private static final int[] NO_BODY = {3, 0, Op.UNREACHABLE, Op.END};

  private Skeleton() {}

  /**
   * @param wasm the instrumented module
   * @param original what it was made of, whose custom sections the skeleton has: they tell where a guest trapped
   */
  static byte[] of(byte[] wasm, byte[] original) {
    WasmBytes out = new WasmBytes().raw(wasm, 0, Instrumentation.HEADER_BYTES);
    WasmReader in = new WasmReader(wasm, Instrumentation.HEADER_BYTES);
    while (in.hasMore()) {
      int start = in.position();
      int id = in.u8();
      int size = in.unsigned();
      int end = in.position() + size;
      if (id == Instrumentation.SECTION_CODE) {
        byte[] bodies = bodies(in.unsigned());
        out.op(Instrumentation.SECTION_CODE).unsigned(bodies.length).raw(bodies);
      } else {
        out.raw(wasm, start, end);
      }
      in.skipTo(end);
    }
    customSections(original, out);
    return out.toByteArray();
  }

  private static void customSections(byte[] wasm, WasmBytes out) {
    WasmReader in = new WasmReader(wasm, Instrumentation.HEADER_BYTES);
    while (in.hasMore()) {
      int start = in.position();
      int id = in.u8();
      int size = in.unsigned();
      int end = in.position() + size;
      if (id == Instrumentation.SECTION_CUSTOM) {
        out.raw(wasm, start, end);
      }
      in.skipTo(end);
    }
  }

  private static byte[] bodies(int count) {
    WasmBytes out = new WasmBytes().unsigned(count);
    for (int i = 0; i < count; i++) {
      out.op(NO_BODY);
    }
    return out.toByteArray();
  }
}
