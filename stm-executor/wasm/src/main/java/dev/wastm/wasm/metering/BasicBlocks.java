package dev.wastm.wasm.metering;

import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import com.dylibso.chicory.wasm.types.OpCode;
import dev.wastm.wasm.format.Branches;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * A function's instructions, cut into basic blocks, which are executed as a whole or not at all (or trap half way), and the price of each. A block
 * ends behind {@code loop}, {@code if}, {@code else}, a branch, {@code return} and {@code unreachable}, behind the {@code end} of an
 * {@code if}, and behind the {@code end} of a {@code block} that is branched to.
 */
final class BasicBlocks {
  private final List<AnnotatedInstruction> instructions;
  private final boolean[] blockEnds;

  private BasicBlocks(List<AnnotatedInstruction> instructions, boolean[] blockEnds) {
    this.instructions = instructions;
    this.blockEnds = blockEnds;
  }

  /** A block, loop, if or function around the present instruction. */
  private static final class Scope {
    private final OpCode opener;
    private boolean joined;

    Scope(OpCode opener) {
      this.opener = opener;
      this.joined = opener == OpCode.IF;
    }
  }

  static BasicBlocks of(List<AnnotatedInstruction> instructions) {
    boolean[] ends = new boolean[instructions.size()];
    Deque<Scope> scopes = new ArrayDeque<>();
    scopes.push(new Scope(OpCode.CALL));
    for (int i = 0; i < ends.length; i++) {
      AnnotatedInstruction instruction = instructions.get(i);
      OpCode op = instruction.opcode();
      switch (op) {
        case BLOCK, LOOP, IF -> {
          scopes.push(new Scope(op));
          ends[i] = op != OpCode.BLOCK;
        }
        case BR, BR_IF, BR_TABLE -> {
          Branches.depths(instruction).forEach(depth -> join(scopes, depth));
          ends[i] = true;
        }
        case ELSE, RETURN, UNREACHABLE -> ends[i] = true;
        case END -> {
          Scope scope = scopes.pop();
          ends[i] = scope.joined && scope.opener != OpCode.LOOP;
        }
        default -> {
          // Everything else is left at its end only.
        }
      }
    }
    return new BasicBlocks(instructions, ends);
  }

  private static void join(Deque<Scope> scopes, long depth) {
    scopes.stream().skip(depth).findFirst().orElseThrow().joined = true;
  }

  /** Whether a new block begins behind an instruction. */
  boolean endsBehind(int index) {
    return blockEnds[index];
  }

  /** The price of the block that begins at an instruction. */
  long price(int first, ToLongFunction<AnnotatedInstruction> priceOf) {
    long price = 0;
    for (int i = first; i < instructions.size(); i++) {
      price += priceOf.applyAsLong(instructions.get(i));
      if (blockEnds[i]) {
        break;
      }
    }
    return price;
  }
}
