package dev.wastm.wasm.testing;

import dev.wastm.wasm.format.WasmBytes;
import dev.wastm.wasm.format.WasmReader;
import java.nio.charset.StandardCharsets;

/** Lets engines that know nothing of metering set and read what is left: two more exports of an instrumented module. */
public final class MeteredExports {
  public static final String FUEL = "wastm fuel";
  public static final String DEPTH = "wastm depth";

  private static final int HEADER_BYTES = 8;
  private static final int SECTION_EXPORT = 7;
  private static final int GLOBAL = 3;

  private MeteredExports() {}

  public static byte[] add(byte[] metered, int fuelGlobal) {
    WasmBytes out = new WasmBytes().raw(metered, 0, HEADER_BYTES);
    WasmReader in = new WasmReader(metered, HEADER_BYTES);
    while (in.hasMore()) {
      int start = in.position();
      int id = in.u8();
      int size = in.unsigned();
      int end = in.position() + size;
      if (id == SECTION_EXPORT) {
        WasmBytes content = new WasmBytes().unsigned(in.unsigned() + 2L);
        content.raw(metered, in.position(), end);
        export(content, FUEL, fuelGlobal);
        export(content, DEPTH, fuelGlobal + 1);
        out.op(id).unsigned(content.size()).raw(content.toByteArray());
      } else {
        out.raw(metered, start, end);
      }
      in.skipTo(end);
    }
    return out.toByteArray();
  }

  private static void export(WasmBytes out, String name, int global) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    out.unsigned(utf8.length).raw(utf8).op(GLOBAL).unsigned(global);
  }
}
