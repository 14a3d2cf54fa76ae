package dev.wastm.wasm.format;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.UnknownCustomSection;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What to call a module's functions when speaking to their author: by the name section, where there is one. The section is read here, as far as
 * it is well formed: the engine's reader refuses characters that the JVM does not know. Immutable.
 */
public final class FunctionNames {
  private static final int NAME_CHARACTERS_MAX = 100;
  private static final String SECTION = "name";
  private static final int FUNCTIONS = 1;

  private final int imported;
  private final Map<Integer, String> names = new HashMap<>();

  public FunctionNames(WasmModule module) {
    this.imported = module.importSection().count(ExternalType.FUNCTION);
    if (module.customSection(SECTION) instanceof UnknownCustomSection section) {
      try {
        read(new WasmReader(section.bytes(), 0), section.bytes());
      } catch (IndexOutOfBoundsException e) {
        // The section ends too early; what was read holds.
      }
    }
  }

  private void read(WasmReader in, byte[] section) {
    while (in.hasMore()) {
      int id = in.u8();
      int size = in.unsigned();
      int end = in.position() + size;
      if (size < 0 || end < in.position()) {
        return;
      } else if (id == FUNCTIONS) {
        readFunctions(in, section);
        return;
      }
      in.skipTo(end);
    }
  }

  private void readFunctions(WasmReader in, byte[] section) {
    int count = in.unsigned();
    for (int i = 0; i < count; i++) {
      int function = in.unsigned();
      int length = in.unsigned();
      names.put(function, new String(section, in.position(), length, StandardCharsets.UTF_8));
      in.skipTo(in.position() + length);
    }
  }

  /** @param index among the module's own functions */
  public String own(int index) {
    return of(imported + index);
  }

  /** @param function an index among all functions, imports included */
  public String of(int function) {
    String name = names.get(function);
    return "function " + function + (name == null ? "" : " \"" + printable(name) + "\"");
  }

  /** A name may hold anything, and is shown on terminals. The same on every JVM: it goes into receipts. */
  public static String printable(String name) {
    StringBuilder text = new StringBuilder();
    name.codePoints()
        .limit(NAME_CHARACTERS_MAX)
        .forEach(each -> text.appendCodePoint(isPrintable(each) ? each : '?'));
    return text.toString();
  }

  /** Not the control characters, those that change the direction of text, halves of characters, and tags. */
  private static boolean isPrintable(int codePoint) {
    return codePoint >= ' '
        && !isWithin(codePoint, 0x7f, 0x9f)
        && !isWithin(codePoint, 0x200b, 0x200f)
        && !isWithin(codePoint, 0x2028, 0x202e)
        && !isWithin(codePoint, 0x2060, 0x206f)
        && !isWithin(codePoint, 0xd800, 0xdfff)
        && codePoint != 0xfeff
        && codePoint < 0xe0000;
  }

  private static boolean isWithin(int codePoint, int first, int last) {
    return first <= codePoint && codePoint <= last;
  }
}
