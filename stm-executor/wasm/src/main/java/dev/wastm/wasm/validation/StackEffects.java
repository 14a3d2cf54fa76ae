package dev.wastm.wasm.validation;

import com.dylibso.chicory.wasm.types.OpCode;

/** By how much instructions change the height of the operand stack, by the ranges of the specification's table of opcodes (section 5.4). */
final class StackEffects {
  private static final int LOAD_FIRST = 0x28;
  private static final int STORE_FIRST = 0x36;
  private static final int STORE_LAST = 0x3e;
  private static final int CONST_FIRST = 0x41;
  private static final int CONST_LAST = 0x44;
  private static final int NUMERIC_LAST = 0xa6;

  private StackEffects() {}

  /** Of an instruction of the guests' profile that is neither control nor a call. */
  static int of(OpCode op) {
    return switch (op) {
      case LOCAL_GET, GLOBAL_GET, MEMORY_SIZE -> 1;
      case DROP, LOCAL_SET, GLOBAL_SET -> -1;
      case SELECT, SELECT_T -> -2;
      case MEMORY_COPY, MEMORY_FILL -> -3;
      default -> ofPlain(op.opcode());
    };
  }

  private static int ofPlain(int code) {
    if (code < LOAD_FIRST || code > NUMERIC_LAST) {
      return 0;
    } else if (code >= CONST_FIRST && code <= CONST_LAST) {
      return 1;
    } else if (code >= STORE_FIRST && code <= STORE_LAST) {
      return -2;
    }
    return isBinary(code) ? -1 : 0;
  }

  /** Comparisons but for eqz, and arithmetic but for what takes one operand. */
  private static boolean isBinary(int code) {
    return within(code, 0x46, 0x4f)
        || within(code, 0x51, 0x66)
        || within(code, 0x6a, 0x78)
        || within(code, 0x7c, 0x8a)
        || within(code, 0x92, 0x98)
        || within(code, 0xa0, NUMERIC_LAST);
  }

  private static boolean within(int code, int first, int last) {
    return code >= first && code <= last;
  }
}
