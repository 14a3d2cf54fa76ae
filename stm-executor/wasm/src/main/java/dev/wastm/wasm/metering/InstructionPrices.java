package dev.wastm.wasm.metering;

import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.OpCode;
import dev.wastm.wasm.abi.FuelSchedule;
import dev.wastm.wasm.trap.TrapPoints;

/** What instructions and frames cost, by a fuel schedule. */
record InstructionPrices(FuelSchedule.Code schedule) {

  /**
   * What a call takes from the call depth: one, and one for a number of slots that its frame may have on the JVM's stack. Half of a
   * function's instructions bounds its operands' height, but for those whose operands are thrown away.
   */
  int depth(int locals, int instructions) {
    return 1 + (locals + instructions / 2) / schedule.frameSlotsPerUnit();
  }

  /** The price of entering a function. */
  long entry(FunctionBody body) {
    return body.localTypes().size() / schedule.localsPerUnit();
  }

  /** The price of an instruction, beside what depends on its operands. */
  int of(OpCode op) {
    return switch (op) {
      case NOP, BLOCK, LOOP, ELSE, END, DROP -> 0;
      case CALL -> schedule.call();
      case CALL_INDIRECT, BR_TABLE -> schedule.jump();
      case I32_DIV_S, I32_DIV_U, I32_REM_S, I32_REM_U, I64_DIV_S, I64_DIV_U, I64_REM_S, I64_REM_U ->
        schedule.division();
      case F32_DIV, F64_DIV, F32_SQRT, F64_SQRT -> schedule.floatDivision();
      case MEMORY_GROW, MEMORY_COPY, MEMORY_FILL -> schedule.bulk();
      default ->
        TrapPoints.accessesMemory(op)
            ? schedule.memoryAccess()
            : isFloatArithmetic(op) ? schedule.floatArithmetic() : schedule.plain();
    };
  }

  private static boolean isFloatArithmetic(OpCode op) {
    String name = op.name();
    return (name.startsWith("F32_") || name.startsWith("F64_")) && !name.contains("CONST");
  }
}
