package dev.wastm.wasm;

import com.dylibso.chicory.runtime.ExecutionListener;
import com.dylibso.chicory.runtime.MStack;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;

/**
 * Traps where the interpreter would not: in three instructions, the sum of address and offset wraps around 2^32, so that a store far out of
 * bounds would be one inside. The interpreter asks before every instruction; compiled code never does, and needs it not. Thread-safe.
 */
final class InterpreterStores implements ExecutionListener {
  private static final int OFFSET_OPERAND = 1;

  /** The stored value is on top of the address. */
  private static final int ADDRESS_DEPTH = 2;

  @Override
  public void onExecution(Instruction instruction, MStack stack) {
    OpCode op = instruction.opcode();
    if (op == OpCode.I32_STORE8 || op == OpCode.I64_STORE8 || op == OpCode.I64_STORE32) {
      int address = (int) stack.array()[stack.size() - ADDRESS_DEPTH];
      long sum = Integer.toUnsignedLong(address) + instruction.operand(OFFSET_OPERAND);
      if (sum > Integer.MAX_VALUE) {
        throw new GuestTrap(
            TrapReason.MEMORY_OUT_OF_BOUNDS, TrapReason.MEMORY_OUT_OF_BOUNDS.sentence());
      }
    }
  }
}
