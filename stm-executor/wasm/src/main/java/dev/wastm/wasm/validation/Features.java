package dev.wastm.wasm.validation;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.OpCode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The parts of WebAssembly beyond its first version: which are allowed, and which a module uses. */
public final class Features {
  /** The last opcode of one byte that numbers, memory, locals and structured control use. */
  private static final int PLAIN_MAX = 0xc4;

  private static final int SIGN_EXTENSION_FIRST = 0xc0;
  private static final int TAIL_CALL_FIRST = 0x12;
  private static final int TAIL_CALL_LAST = 0x15;
  private static final int EXCEPTION_FIRST = 0x06;
  private static final int EXCEPTION_LAST = 0x0a;
  private static final int EXCEPTION_DELEGATE = 0x18;
  private static final int EXCEPTION_CATCH_ALL = 0x19;
  private static final int SELECT_TYPED = 0x1c;
  private static final int EXCEPTION_TRY_TABLE = 0x1f;
  private static final int TABLE_GET = 0x25;
  private static final int TABLE_SET = 0x26;

  private Features() {}

  /** Numbers, memory, locals, globals, calls and structured control; memory.copy and memory.fill; saturating conversions. */
  static boolean isAllowed(OpCode op) {
    int code = op.opcode();
    if (code <= PLAIN_MAX) {
      boolean tailCall = code >= TAIL_CALL_FIRST && code <= TAIL_CALL_LAST;
      boolean exception = (code >= EXCEPTION_FIRST && code <= EXCEPTION_LAST)
          || code == EXCEPTION_DELEGATE
          || code == EXCEPTION_CATCH_ALL
          || code == EXCEPTION_TRY_TABLE;
      return !tailCall && !exception && code != TABLE_GET && code != TABLE_SET;
    }
    return switch (op) {
      case MEMORY_COPY, MEMORY_FILL -> true;
      default -> isSaturating(op);
    };
  }

  private static boolean isSaturating(OpCode op) {
    return op.name().contains("_TRUNC_SAT_");
  }

  /** An opcode as the text format writes it. */
  static String name(OpCode op) {
    String name = op.name().toLowerCase(Locale.ROOT);
    boolean typed = name.matches("(i32|i64|f32|f64|v128|i8x16|i16x8|i32x4|i64x2|f32x4|f64x2|local|"
        + "global|memory|table|elem|data|ref|atomic|struct|array|i31|any|extern)_.*");
    return typed ? name.replaceFirst("_", ".") : name;
  }

  /** The names of the proposals whose features a valid module uses, in order. */
  public static List<String> used(WasmModule module) {
    Set<String> used = new TreeSet<>();
    if (Arrays.stream(module.typeSection().types()).anyMatch(Features::hasManyResults)) {
      used.add("multi-value");
    }
    for (int i = 0; i < module.codeSection().functionBodyCount(); i++) {
      for (AnnotatedInstruction each : module.codeSection().getFunctionBody(i).instructions()) {
        addFeature(each.opcode(), used);
      }
    }
    return List.copyOf(used);
  }

  private static boolean hasManyResults(FunctionType type) {
    return type.returns().size() > 1;
  }

  private static void addFeature(OpCode op, Set<String> used) {
    if (op == OpCode.MEMORY_COPY || op == OpCode.MEMORY_FILL) {
      used.add("bulk-memory");
    } else if (isSaturating(op)) {
      used.add("nontrapping-float-to-int");
    } else if (op.opcode() >= SIGN_EXTENSION_FIRST && op.opcode() <= PLAIN_MAX) {
      used.add("sign-extension");
    } else if (op.opcode() == SELECT_TYPED) {
      used.add("typed-select");
    }
  }
}
