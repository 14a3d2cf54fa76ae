package dev.wastm.wasm.compiler;

import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import com.dylibso.chicory.wasm.types.OpCode;
import dev.wastm.wasm.format.Branches;
import dev.wastm.wasm.trap.TrapPoints;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/** Finds the instructions of a function that control can reach: there is no compiled code for the others. Confined to one thread. */
final class Reachability {
  private static final int OFFSET_OPERAND = 1;

  /** A block, loop, if or function around the present instruction. */
  private static final class Scope {
    private final OpCode opener;
    private final boolean entered;
    private boolean endReached;

    Scope(OpCode opener, boolean entered) {
      this.opener = opener;
      this.entered = entered;
    }
  }

  private final Deque<Scope> scopes = new ArrayDeque<>();
  private boolean live = true;

  private Reachability() {
    scopes.push(new Scope(OpCode.CALL, /* entered= */ true));
  }

  /** The indices of the live instructions. */
  static BitSet of(List<AnnotatedInstruction> instructions) {
    Reachability code = new Reachability();
    BitSet live = new BitSet(instructions.size());
    for (int i = 0; i < instructions.size(); i++) {
      code.follow(instructions.get(i));
      live.set(i, code.live);
      code.leave(instructions.get(i));
    }
    return live;
  }

  /** To the instruction. */
  private void follow(AnnotatedInstruction instruction) {
    switch (instruction.opcode()) {
      case BLOCK, LOOP, IF -> scopes.push(new Scope(instruction.opcode(), live));
      case ELSE -> {
        Scope scope = scopes.pop();
        Scope otherwise = new Scope(OpCode.ELSE, scope.entered);
        otherwise.endReached = scope.endReached || live;
        scopes.push(otherwise);
        live = scope.entered;
      }
      case END -> {
        Scope scope = scopes.pop();
        live |= scope.endReached || (scope.opener == OpCode.IF && scope.entered);
      }
      default -> {
        // Reached from the one before, or not at all.
      }
    }
  }

  /** From the instruction to the next. */
  private void leave(AnnotatedInstruction instruction) {
    switch (instruction.opcode()) {
      case BR, BR_IF, BR_TABLE -> {
        if (live) {
          Branches.depths(instruction).forEach(this::reachEnd);
        }
        live &= instruction.opcode() == OpCode.BR_IF;
      }
      case RETURN, UNREACHABLE -> live = false;
      default -> live &= !alwaysTraps(instruction);
    }
  }

  private void reachEnd(long depth) {
    scopes.stream()
        .skip(depth)
        .findFirst()
        .filter(scope -> scope.opener != OpCode.LOOP)
        .ifPresent(scope -> scope.endReached = true);
  }

  /** The compiler finds that such an offset is outside of every memory. */
  private static boolean alwaysTraps(AnnotatedInstruction instruction) {
    if (!TrapPoints.accessesMemory(instruction.opcode())) {
      return false;
    }
    long offset = instruction.operand(OFFSET_OPERAND);
    return offset < 0 || offset >= Integer.MAX_VALUE;
  }
}
