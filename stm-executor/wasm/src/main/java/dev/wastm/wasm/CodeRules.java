package dev.wastm.wasm;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.List;

/** The rules on a module's code: what is allowed, and how much of it. Confined to one thread. */
final class CodeRules {
  /** The last opcode of one byte that numbers, memory, locals and structured control use. */
  private static final int PLAIN_MAX = 0xc4;

  private static final int TAIL_CALL_FIRST = 0x12;
  private static final int TAIL_CALL_LAST = 0x15;
  private static final int EXCEPTION_FIRST = 0x06;
  private static final int EXCEPTION_LAST = 0x0a;
  private static final int EXCEPTION_DELEGATE = 0x18;
  private static final int EXCEPTION_TRY_TABLE = 0x1f;
  private static final int TABLE_GET = 0x25;
  private static final int TABLE_SET = 0x26;

  private final WasmModule module;
  private final List<Violation> violations;

  CodeRules(WasmModule module, List<Violation> violations) {
    this.module = module;
    this.violations = violations;
  }

  void check() {
    limit(
        "module", "functions", module.functionSection().functionCount(), GuestLimits.FUNCTIONS_MAX);
    limit("module", "types", module.typeSection().typeCount(), GuestLimits.TYPES_MAX);
    limit("module", "globals", module.globalSection().globalCount(), GuestLimits.GLOBALS_MAX);
    int imported = module.importSection().count(ExternalType.FUNCTION);
    for (int i = 0; i < module.codeSection().functionBodyCount(); i++) {
      String place = "function " + (imported + i);
      FunctionType type = module.functionSection().getFunctionType(i, module.typeSection());
      checkFunction(place, type, module.codeSection().getFunctionBody(i));
    }
  }

  private void checkFunction(String place, FunctionType type, FunctionBody body) {
    limit(place, "parameters", type.params().size(), GuestLimits.PARAMETERS_MAX);
    limit(place, "locals", body.localTypes().size(), GuestLimits.LOCALS_MAX);
    limit(
        place,
        "instructions",
        body.instructions().size(),
        GuestLimits.INSTRUCTIONS_PER_FUNCTION_MAX);
    if (type.params().stream().anyMatch(CodeRules::isNoNumber)
        || type.returns().stream().anyMatch(CodeRules::isNoNumber)
        || body.localTypes().stream().anyMatch(CodeRules::isNoNumber)) {
      violate(place, "It uses a type other than i32, i64, f32 and f64.");
    }
    for (AnnotatedInstruction instruction : body.instructions()) {
      if (!isAllowed(instruction.opcode())) {
        violate(
            place,
            "The instruction " + instruction.opcode() + " at offset " + instruction.address()
                + " is not allowed.");
        return;
      }
      if (instruction.opcode() == OpCode.BR_TABLE) {
        limit(
            place,
            "branches in a br_table",
            instruction.operandCount(),
            GuestLimits.BRANCH_TABLE_MAX);
      }
    }
  }

  private static boolean isNoNumber(ValType type) {
    return !(type.equals(ValType.I32)
        || type.equals(ValType.I64)
        || type.equals(ValType.F32)
        || type.equals(ValType.F64));
  }

  /** Numbers, memory, locals, globals, calls and structured control; memory.copy and memory.fill; saturating conversions. */
  static boolean isAllowed(OpCode op) {
    int code = op.opcode();
    if (code <= PLAIN_MAX) {
      boolean tailCall = code >= TAIL_CALL_FIRST && code <= TAIL_CALL_LAST;
      boolean exception = (code >= EXCEPTION_FIRST && code <= EXCEPTION_LAST)
          || code == EXCEPTION_DELEGATE
          || code == EXCEPTION_TRY_TABLE;
      return !tailCall && !exception && code != TABLE_GET && code != TABLE_SET;
    }
    return switch (op) {
      case MEMORY_COPY, MEMORY_FILL -> true;
      default -> op.name().contains("_TRUNC_SAT_");
    };
  }

  private void limit(String place, String what, int actual, int max) {
    if (actual > max) {
      violate(place, "It has " + actual + " " + what + "; the limit is " + max + ".");
    }
  }

  private void violate(String place, String problem) {
    violations.add(new Violation(place, problem));
  }
}
