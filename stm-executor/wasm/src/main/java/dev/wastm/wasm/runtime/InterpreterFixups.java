package dev.wastm.wasm.runtime;

import com.dylibso.chicory.runtime.ExecutionListener;
import com.dylibso.chicory.runtime.MStack;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;
import dev.wastm.wasm.trap.GuestTrap;
import dev.wastm.wasm.trap.TrapReason;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Fixes up what the interpreter does otherwise than the specification. The interpreter asks before every instruction; compiled code never does,
 * and needs no fixing up. It also remembers where the interpreter is. Confined to the thread that runs the instance.
 *
 * <ul>
 *   <li>Three kinds of stores add address and offset in 32 bits, so that one far out of bounds would be one inside.
 *   <li>{@code i32.mul} leaves a product of 64 bits, which {@code if} takes for true where its lower 32 are 0.
 * </ul>
 */
public final class InterpreterFixups implements ExecutionListener {
  private static final int OFFSET_OPERAND = 1;

  /** The stored value is on top of the address. */
  private static final int ADDRESS_DEPTH = 2;

  private @Nullable Instruction present;

  /** The address, in the module that is interpreted, of the instruction that was begun last; empty where nothing was interpreted. */
  OptionalInt address() {
    return present == null ? OptionalInt.empty() : OptionalInt.of(present.address());
  }

  @Override
  public void onExecution(Instruction instruction, MStack stack) {
    present = instruction;
    OpCode op = instruction.opcode();
    if (op == OpCode.I32_MUL) {
      multiply(stack);
    } else if (op == OpCode.I32_STORE8 || op == OpCode.I64_STORE8 || op == OpCode.I64_STORE32) {
      requireNoWrap(instruction, stack);
    }
  }

  /** Leaves the product, and a 1 for the interpreter to multiply it with. */
  private static void multiply(MStack stack) {
    int product = (int) stack.pop() * (int) stack.pop();
    stack.push(product);
    stack.push(1);
  }

  private static void requireNoWrap(Instruction store, MStack stack) {
    int address = (int) stack.array()[stack.size() - ADDRESS_DEPTH];
    long sum = Integer.toUnsignedLong(address) + store.operand(OFFSET_OPERAND);
    if (sum > Integer.MAX_VALUE) {
      throw new GuestTrap(TrapReason.MEMORY_OUT_OF_BOUNDS);
    }
  }
}
