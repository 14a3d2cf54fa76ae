package dev.wastm.wasm.compiler;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.OpCode;
import dev.wastm.wasm.trap.CompiledFrames;
import dev.wastm.wasm.trap.TrapPoints;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Gives compiled code line numbers, so that a stack trace tells which instruction of which function trapped. The engine's compiler makes one
 * method {@code func_N} of each function, and in it one call of a known method of each {@linkplain TrapPoints trap point} that control can
 * reach, in the same order: the two are laid side by side, and must fit. Line numbers cost nothing while nothing traps.
 */
final class TrapLines {
  /** Instructions that may trap, and have a method of the same name. */
  private static final Set<String> ARITHMETIC = Arrays.stream(OpCode.values())
      .filter(op -> TrapPoints.kind(op).equals(op.name()))
      .map(OpCode::name)
      .collect(Collectors.toUnmodifiableSet());

  private final WasmModule metered;
  private final int imported;

  private TrapLines(WasmModule metered) {
    this.metered = metered;
    this.imported = metered.importSection().count(ExternalType.FUNCTION);
  }

  /**
   * @param compiled a class that was compiled of the module
   * @throws IllegalStateException where it is not what this class knows; the engine's version has changed then
   */
  static byte[] mark(byte[] compiled, WasmModule metered) {
    TrapLines lines = new TrapLines(metered);
    return CompiledMethods.rewrite(
        compiled, (written, name, descriptor) -> lines.marked(written, name));
  }

  private MethodVisitor marked(MethodVisitor written, String name) {
    int function = CompiledFrames.function(name);
    return function < imported ? written : new Marker(written, function);
  }

  /** Puts a line number before each call that belongs to a trap point. */
  private final class Marker extends MethodVisitor {
    private final int function;
    private final List<AnnotatedInstruction> instructions;
    private final BitSet live;
    private final Deque<Point> rest = new ArrayDeque<>();

    private record Point(int line, String kind) {}

    Marker(MethodVisitor method, int function) {
      super(Opcodes.ASM9, method);
      this.function = function;
      this.instructions =
          metered.codeSection().getFunctionBody(function - imported).instructions();
      this.live = Reachability.of(instructions);
      int point = 0;
      for (int i = 0; i < instructions.size(); i++) {
        String kind = TrapPoints.kind(instructions.get(i).opcode());
        if (!kind.isEmpty()) {
          if (live.get(i)) {
            rest.add(new Point(CompiledFrames.line(point), kind));
          }
          point++;
        }
      }
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      String kind = kind(owner, name);
      if (!kind.isEmpty()) {
        Point point = rest.poll();
        if (point == null || !point.kind().equals(kind)) {
          throw unknown("calls " + name + " for " + point);
        }
        Label here = new Label();
        visitLabel(here);
        visitLineNumber(point.line(), here);
      }
      super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
    }

    @Override
    public void visitEnd() {
      if (!rest.isEmpty()) {
        throw unknown("calls nothing for " + rest.peek());
      }
      super.visitEnd();
    }

    private IllegalStateException unknown(String what) {
      return new IllegalStateException(
          "The engine compiles otherwise than expected: function " + function + " " + what + ".");
    }
  }

  /** The {@link TrapPoints#kind} of what a method of the engine does; empty where it is no trap point. */
  private static String kind(String owner, String name) {
    if (owner.endsWith("/OpcodeImpl")) {
      return ARITHMETIC.contains(name) ? name : "";
    } else if (CompiledFrames.function(name) >= 0) {
      return "call";
    } else if (name.startsWith("call_indirect_")) {
      return "call_indirect";
    }
    return switch (name) {
      case "throwTrapException" -> "unreachable";
      case "memoryCopy" -> "memory.copy";
      case "memoryFill" -> "memory.fill";
      case "throwOutOfBoundsMemoryAccess" -> "memory";
      default -> name.startsWith("memoryRead") || name.startsWith("memoryWrite") ? "memory" : "";
    };
  }
}
