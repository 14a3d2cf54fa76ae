package dev.wastm.wasm.trap;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.OpCode;
import java.util.List;

/**
 * Says which of the author's instructions trapped. A function's trap points are the instructions that may trap, in the order of the
 * instrumented code, with those that were spliced in. The interpreter tells the address of the instruction that it is at; compiled code has the
 * number of the trap point as its line number ({@link CompiledFrames}). Immutable.
 */
public final class TrapPoints {
  private final WasmModule metered;
  private final int imported;
  private final int[][] offsets;

  public TrapPoints(WasmModule metered, int[][] offsets) {
    this.metered = metered;
    this.imported = metered.importSection().count(ExternalType.FUNCTION);
    this.offsets = offsets;
  }

  /** Whether an instruction may trap, or call what may. */
  public static boolean mayTrap(OpCode op) {
    return !kind(op).isEmpty();
  }

  /** What compiled code calls for an instruction that may trap, by a name that several instructions may share; empty for all others. */
  public static String kind(OpCode op) {
    return switch (op) {
      case UNREACHABLE -> "unreachable";
      case CALL -> "call";
      case CALL_INDIRECT -> "call_indirect";
      case MEMORY_COPY -> "memory.copy";
      case MEMORY_FILL -> "memory.fill";
      case I32_DIV_S,
          I32_DIV_U,
          I32_REM_S,
          I32_REM_U,
          I64_DIV_S,
          I64_DIV_U,
          I64_REM_S,
          I64_REM_U,
          I32_TRUNC_F32_S,
          I32_TRUNC_F32_U,
          I32_TRUNC_F64_S,
          I32_TRUNC_F64_U,
          I64_TRUNC_F32_S,
          I64_TRUNC_F32_U,
          I64_TRUNC_F64_S,
          I64_TRUNC_F64_U -> op.name();
      default -> accessesMemory(op) ? "memory" : "";
    };
  }

  public static boolean accessesMemory(OpCode op) {
    return OpCode.I32_LOAD.opcode() <= op.opcode() && op.opcode() <= OpCode.I64_STORE32.opcode();
  }

  /** @param address of an instruction that may trap, in the instrumented module */
  public TrapPlace at(int address) {
    for (int i = 0; i < offsets.length; i++) {
      List<AnnotatedInstruction> code = metered.codeSection().getFunctionBody(i).instructions();
      if (code.get(0).address() <= address
          && address <= code.get(code.size() - 1).address()) {
        long before = code.stream()
            .filter(each -> mayTrap(each.opcode()) && each.address() < address)
            .count();
        return new TrapPlace(imported + i, offsets[i][(int) before]);
      }
    }
    throw new IllegalStateException("No function of the module has code at " + address + ".");
  }

  /**
   * The innermost function of the guest in a stack trace.
   *
   * @throws IllegalStateException where there is none: the JVM was told not to write stack traces
   */
  public TrapPlace in(StackTraceElement[] trace) {
    for (StackTraceElement frame : trace) {
      int function = CompiledFrames.function(frame.getClassName(), frame.getMethodName());
      if (function >= imported) {
        int point = CompiledFrames.point(frame.getLineNumber());
        return new TrapPlace(function, offsets[function - imported][point]);
      }
    }
    throw new IllegalStateException(
        "The JVM does not tell where a guest trapped; run it with -XX:+StackTraceInThrowable and"
            + " the default of -XX:MaxJavaStackTraceDepth.");
  }
}
