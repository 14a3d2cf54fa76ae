package dev.wastm.wasm.validation;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.OpCode;
import dev.wastm.wasm.format.Branches;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many operands all branches of a function throw away together: compiled code drops each of them one by one, at each branch, so that a
 * high stack and many branches make much code of little. Follows the height of the operand stack through valid code. Confined to one thread.
 */
final class BranchCosts {
  private final WasmModule module;
  private final Deque<Integer> bases = new ArrayDeque<>();
  private int height;
  private long dropped;

  BranchCosts(WasmModule module) {
    this.module = module;
  }

  long of(FunctionBody body) {
    bases.clear();
    bases.push(0);
    height = 0;
    dropped = 0;
    body.instructions().forEach(this::follow);
    return dropped;
  }

  /** Heights in dead code, and behind blocks that take or leave values, are upper bounds: what a block leaves stays counted. */
  private void follow(AnnotatedInstruction instruction) {
    switch (instruction.opcode()) {
      case BLOCK, LOOP -> bases.push(height);
      case IF -> {
        height--;
        bases.push(height);
      }
      case ELSE -> height = Math.max(height, bases.element());
      case END -> bases.pop();
      case BR, BR_IF, BR_TABLE -> branch(instruction);
      case CALL -> call(type((int) instruction.operand(0)));
      case CALL_INDIRECT -> {
        height--;
        call(module.typeSection().getType((int) instruction.operand(0)));
      }
      default -> height += StackEffects.of(instruction.opcode());
    }
    height = Math.max(height, 0);
  }

  private void branch(AnnotatedInstruction branch) {
    if (branch.opcode() != OpCode.BR) {
      height--;
    }
    Branches.depths(branch).forEach(depth -> {
      int base = bases.stream().skip(depth).findFirst().orElse(0);
      dropped += Math.max(height - base, 0);
    });
  }

  private void call(FunctionType type) {
    height += type.returns().size() - type.params().size();
  }

  private FunctionType type(int function) {
    int imported = module.importSection().count(ExternalType.FUNCTION);
    if (function < imported) {
      FunctionImport each = (FunctionImport) module.importSection().getImport(function);
      return module.typeSection().getType(each.typeIndex());
    }
    return module.functionSection().getFunctionType(function - imported, module.typeSection());
  }
}
