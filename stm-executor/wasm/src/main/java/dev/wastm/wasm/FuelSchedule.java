package dev.wastm.wasm;

import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.OpCode;

/** The price of everything a guest does, in units of fuel: part of the protocol epoch, written down in {@code docs/metering.md}. */
final class FuelSchedule {
  /** Any host call; the price of leaving the guest and coming back. */
  static final long HOST_CALL = 100;

  /** A read, write or other access of the ledger's state, beside the host call. */
  static final long STATE_ACCESS = 400;

  /** Another instance taken and put back, beside the host call. */
  static final long NESTED_CALL = 5_000;

  /** A signature check, beside the host call: it takes one to three milliseconds. */
  static final long SIGNATURE = 1_000_000;

  /** Each byte that a host call moves or hashes. */
  static final long HOST_BYTE = 1;

  /** Each byte of {@code memory.copy} and {@code memory.fill} is an eighth of a unit. */
  static final int BULK_BYTES_PER_UNIT_LOG2 = 3;

  /** Each page that {@code memory.grow} asks for. */
  static final long GROWN_PAGE = 8_192;

  /** Entering a function sets its locals to zero, several in the time of an instruction. */
  private static final int LOCALS_PER_UNIT = 4;

  /** What a small leaf costs at most: about as much as counting inside of it would. */
  static final long SMALL_LEAF_MAX = 64;

  private static final int FRAME_SLOTS_PER_UNIT = 32;

  private FuelSchedule() {}

  /**
   * What a call takes from the call depth: one, and one for every 32 slots that its frame may have on the JVM's stack. Half of a function's
   * instructions bounds its operands' height, but for those whose operands are thrown away.
   */
  static int frame(int locals, int instructions) {
    return 1 + (locals + instructions / 2) / FRAME_SLOTS_PER_UNIT;
  }

  /** The price of entering a function. */
  static long entry(FunctionBody body) {
    return body.localTypes().size() / LOCALS_PER_UNIT;
  }

  /** The price of an instruction, beside what depends on its operands. */
  static int price(OpCode op) {
    return switch (op) {
      case NOP, BLOCK, LOOP, ELSE, END, DROP -> 0;
      case CALL -> 5;
      case CALL_INDIRECT, BR_TABLE -> 10;
      case I32_DIV_S, I32_DIV_U, I32_REM_S, I32_REM_U, I64_DIV_S, I64_DIV_U, I64_REM_S, I64_REM_U ->
        10;
      case F32_DIV, F64_DIV, F32_SQRT, F64_SQRT -> 15;
      case MEMORY_GROW, MEMORY_COPY, MEMORY_FILL -> 10;
      default -> isFloatArithmetic(op) ? 4 : 1;
    };
  }

  private static boolean isFloatArithmetic(OpCode op) {
    String name = op.name();
    return (name.startsWith("F32_") || name.startsWith("F64_"))
        && !name.contains("LOAD")
        && !name.contains("STORE")
        && !name.contains("CONST");
  }
}
