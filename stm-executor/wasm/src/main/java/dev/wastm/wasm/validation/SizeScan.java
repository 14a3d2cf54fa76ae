package dev.wastm.wasm.validation;

import dev.wastm.wasm.abi.ModuleLimits;
import dev.wastm.wasm.format.Sections;
import dev.wastm.wasm.format.WasmReader;

/**
 * Looks at a file before it is parsed: for the two places where a few bytes make a parser allocate much, which are types with many parameters or
 * results, and locals, which are written as a count; and for names of which the parser asks the JVM. Malformed files are left to the parser. Confined to one thread.
 */
final class SizeScan {
  private static final int FUNCTION_TYPE = 0x60;
  private static final int ASCII_LAST = 0x7f;
  private static final int NUMBER_FIRST = 0x7c;
  private static final int NUMBER_LAST = 0x7f;

  private final byte[] wasm;
  private final ModuleLimits limits;
  private final Violations violations;

  SizeScan(byte[] wasm, ModuleLimits limits, Violations violations) {
    this.limits = limits;
    this.wasm = wasm;
    this.violations = violations;
  }

  void check() {
    try {
      sections();
    } catch (IndexOutOfBoundsException e) {
      // The file ends too early; the parser will say where.
    }
  }

  private void sections() {
    WasmReader in = new WasmReader(wasm, Sections.HEADER_BYTES);
    while (in.hasMore()) {
      int id = in.u8();
      int size = in.unsigned();
      int next = in.position() + size;
      if (size < 0 || next < 0 || next > wasm.length) {
        return;
      }
      if (id == Sections.CUSTOM) {
        name(in);
      } else if (id == Sections.TYPE) {
        types(in);
      } else if (id == Sections.CODE) {
        code(in);
      }
      in.skipTo(next);
    }
  }

  /** The parser takes the characters that the JVM knows, which one version knows more of than another. */
  private void name(WasmReader in) {
    int length = in.unsigned();
    for (int i = 0; i < length; i++) {
      if (in.u8() > ASCII_LAST) {
        violations.add("custom sections", "A section's name has characters other than ASCII.");
        return;
      }
    }
  }

  private void types(WasmReader in) {
    int count = in.unsigned();
    for (int i = 0; i < count; i++) {
      String place = "type " + i;
      if (in.u8() != FUNCTION_TYPE) {
        violations.add(place, "It is no function type; no other types are allowed.");
        return;
      } else if (!numbers(in, place, "parameters", limits.parameters())
          || !numbers(in, place, "results", limits.results())) {
        return;
      }
    }
  }

  /** Whether a list of types is short, and of numbers only. */
  private boolean numbers(WasmReader in, String place, String what, int max) {
    long count = Integer.toUnsignedLong(in.unsigned());
    violations.limit(place, what, count, max);
    for (int i = 0; i < Math.min(count, max); i++) {
      int type = in.u8();
      if (type < NUMBER_FIRST || type > NUMBER_LAST) {
        violations.add(place, "It uses a type other than i32, i64, f32 and f64.");
        return false;
      }
    }
    return count <= max;
  }

  private void code(WasmReader in) {
    int count = in.unsigned();
    for (int i = 0; i < count; i++) {
      int size = in.unsigned();
      int next = in.position() + size;
      if (size < 0 || next < 0 || next > wasm.length) {
        return;
      }
      long locals = 0;
      int groups = in.unsigned();
      for (int group = 0; group < groups && in.position() < next; group++) {
        locals += Integer.toUnsignedLong(in.unsigned());
        in.u8();
      }
      violations.limit("code " + i, "locals", locals, limits.locals());
      in.skipTo(next);
    }
  }
}
