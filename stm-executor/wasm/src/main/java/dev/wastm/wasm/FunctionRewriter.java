package dev.wastm.wasm;

import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.OpCode;
import java.util.List;

/**
 * Rewrites one function. Its instructions are cut into straight runs; each run's price is taken from the fuel before the run begins. Whether
 * fuel is left is asked at the function's entry and at every loop's head only, so it may fall below zero by the price of what lies between;
 * whoever called the guest sees that in the end. Around each call to a guest function, a call is taken from those left.
 */
final class FunctionRewriter {
  private static final byte[] F32_NAN = {0, 0, (byte) 0xc0, 0x7f};
  private static final byte[] F64_NAN = {0, 0, 0, 0, 0, 0, (byte) 0xf8, 0x7f};
  private static final int I32 = 0x7f;
  private static final int I64 = 0x7e;
  private static final int F32 = 0x7d;
  private static final int F64 = 0x7c;

  private final byte[] wasm;
  private final List<AnnotatedInstruction> instructions;
  private final int importedFunctions;
  private final int fuel;
  private final int calls;
  private final int i32Local;
  private final int i64Local;
  private final int f32Local;
  private final int f64Local;
  private final WasmBytes out = new WasmBytes();

  FunctionRewriter(
      byte[] wasm, FunctionBody body, FunctionType type, int importedFunctions, int fuelGlobal) {
    this.wasm = wasm;
    this.instructions = body.instructions();
    this.importedFunctions = importedFunctions;
    this.fuel = fuelGlobal;
    this.calls = fuelGlobal + 1;
    this.i32Local = type.params().size() + body.localTypes().size();
    this.i64Local = i32Local + 1;
    this.f32Local = i32Local + 2;
    this.f64Local = i32Local + 3;
  }

  /** @param start where the body begins, behind its size; {@code end} is where it ends */
  byte[] rewrite(int start, int end) {
    locals(start);
    charge(0);
    check(fuel, Op.I64_CONST, Op.I64_LT_S);
    check(calls, Op.I32_CONST, Op.I32_LT_S);
    for (int i = 0; i < instructions.size(); i++) {
      int from = instructions.get(i).address();
      int to = i + 1 < instructions.size() ? instructions.get(i + 1).address() : end;
      instruction(instructions.get(i), from, to);
      if (startsRun(instructions.get(i).opcode()) && i + 1 < instructions.size()) {
        charge(i + 1);
        if (instructions.get(i).opcode() == OpCode.LOOP) {
          check(fuel, Op.I64_CONST, Op.I64_LT_S);
        }
      }
    }
    return out.toByteArray();
  }

  /** The function's own locals, and four of ours. */
  private void locals(int start) {
    WasmReader in = new WasmReader(wasm, start);
    int groups = in.unsigned();
    int code = instructions.get(0).address();
    out.unsigned(groups + 4L).raw(wasm, in.position(), code);
    out.op(1, I32, 1, I64, 1, F32, 1, F64);
  }

  /** Whether a new run begins behind this instruction: control may arrive there from elsewhere, or not at all. */
  private static boolean startsRun(OpCode op) {
    return switch (op) {
      case LOOP, IF, ELSE, END, BR, BR_IF, BR_TABLE, RETURN, UNREACHABLE -> true;
      default -> false;
    };
  }

  /** Takes the price of the run that begins at an instruction. */
  private void charge(int first) {
    long price = 0;
    for (int i = first; i < instructions.size(); i++) {
      OpCode op = instructions.get(i).opcode();
      price += FuelSchedule.price(op);
      if (startsRun(op)) {
        break;
      }
    }
    if (price > 0) {
      global(Op.GLOBAL_GET, fuel).op(Op.I64_CONST).signed(price).op(Op.I64_SUB);
      global(Op.GLOBAL_SET, fuel);
    }
  }

  /** Traps where a global is below zero. */
  private void check(int global, int constant, int lessThan) {
    global(Op.GLOBAL_GET, global).op(constant, 0, lessThan, Op.IF, Op.VOID, Op.UNREACHABLE, Op.END);
  }

  private void instruction(AnnotatedInstruction instruction, int from, int to) {
    switch (instruction.opcode()) {
      case CALL -> call(instruction.operand(0) >= importedFunctions, from, to);
      case CALL_INDIRECT -> call(true, from, to);
      case MEMORY_COPY, MEMORY_FILL -> {
        chargeBytes();
        out.raw(wasm, from, to);
      }
      case MEMORY_GROW -> {
        chargePages();
        out.raw(wasm, from, to);
      }
      case I32_LT_U -> compareUnsigned(Op.I64_LT_S);
      case I32_GT_U -> compareUnsigned(Op.I64_GT_S);
      case I32_LE_U -> compareUnsigned(Op.I64_LE_S);
      case I32_GE_U -> compareUnsigned(Op.I64_GE_S);
      case F32_COPYSIGN -> copySign(F32_SIGN);
      case F64_COPYSIGN -> copySign(F64_SIGN);
      default -> {
        out.raw(wasm, from, to);
        canonicalise(instruction.opcode());
      }
    }
  }

  private void call(boolean guest, int from, int to) {
    if (guest) {
      addToCalls(Op.I32_SUB);
      out.raw(wasm, from, to);
      addToCalls(Op.I32_ADD);
    } else {
      out.raw(wasm, from, to);
    }
  }

  private void addToCalls(int operation) {
    global(Op.GLOBAL_GET, calls).op(Op.I32_CONST, 1, operation);
    global(Op.GLOBAL_SET, calls);
  }

  /** The number of bytes is on top of the stack. */
  private void chargeBytes() {
    local(Op.LOCAL_TEE, i32Local);
    global(Op.GLOBAL_GET, fuel);
    local(Op.LOCAL_GET, i32Local)
        .op(
            Op.I64_EXTEND_I32_U,
            Op.I64_CONST,
            FuelSchedule.BULK_BYTES_PER_UNIT_LOG2,
            Op.I64_SHR_U,
            Op.I64_SUB);
    global(Op.GLOBAL_SET, fuel);
    check(fuel, Op.I64_CONST, Op.I64_LT_S);
  }

  /** The number of pages is on top of the stack. */
  private void chargePages() {
    local(Op.LOCAL_TEE, i32Local);
    global(Op.GLOBAL_GET, fuel);
    local(Op.LOCAL_GET, i32Local).op(Op.I64_EXTEND_I32_U, Op.I64_CONST);
    out.signed(FuelSchedule.GROWN_PAGE).op(Op.I64_MUL, Op.I64_SUB);
    global(Op.GLOBAL_SET, fuel);
    check(fuel, Op.I64_CONST, Op.I64_LT_S);
  }

  /** Through i64, because compilers of JDK 17 get unsigned comparisons of i32 wrong now and then (JDK-8376400). */
  private void compareUnsigned(int operation) {
    local(Op.LOCAL_SET, i32Local).op(Op.I64_EXTEND_I32_U);
    local(Op.LOCAL_GET, i32Local).op(Op.I64_EXTEND_I32_U, operation);
  }

  /** How a float's sign is taken and put through integers of its width. */
  private record Sign(
      int reinterpretToInt, int reinterpretToFloat, int constant, int and, int or, long signBit) {}

  private static final Sign F32_SIGN = new Sign(
      Op.I32_REINTERPRET_F32,
      Op.F32_REINTERPRET_I32,
      Op.I32_CONST,
      Op.I32_AND,
      Op.I32_OR,
      Integer.MIN_VALUE);
  private static final Sign F64_SIGN = new Sign(
      Op.I64_REINTERPRET_F64,
      Op.F64_REINTERPRET_I64,
      Op.I64_CONST,
      Op.I64_AND,
      Op.I64_OR,
      Long.MIN_VALUE);

  /** Through integers, because the sign of a NaN is lost on the JVM. */
  private void copySign(Sign sign) {
    int scratch = sign.constant() == Op.I32_CONST ? i32Local : i64Local;
    out.op(sign.reinterpretToInt(), sign.constant()).signed(sign.signBit()).op(sign.and());
    local(Op.LOCAL_SET, scratch);
    out.op(sign.reinterpretToInt(), sign.constant()).signed(~sign.signBit()).op(sign.and());
    local(Op.LOCAL_GET, scratch).op(sign.or(), sign.reinterpretToFloat());
  }

  /** Replaces a NaN on top of the stack by the canonical one, after each operation that can make one. */
  private void canonicalise(OpCode op) {
    switch (op) {
      case F32_ADD,
          F32_SUB,
          F32_MUL,
          F32_DIV,
          F32_SQRT,
          F32_MIN,
          F32_MAX,
          F32_CEIL,
          F32_FLOOR,
          F32_TRUNC,
          F32_NEAREST,
          F32_DEMOTE_F64 -> canonical(f32Local, Op.F32_CONST, F32_NAN, Op.F32_NE);
      case F64_ADD,
          F64_SUB,
          F64_MUL,
          F64_DIV,
          F64_SQRT,
          F64_MIN,
          F64_MAX,
          F64_CEIL,
          F64_FLOOR,
          F64_TRUNC,
          F64_NEAREST,
          F64_PROMOTE_F32 -> canonical(f64Local, Op.F64_CONST, F64_NAN, Op.F64_NE);
      default -> {
        // Everything else yields no NaN that it was not given.
      }
    }
  }

  private void canonical(int scratch, int constant, byte[] nan, int notEqual) {
    local(Op.LOCAL_SET, scratch).op(constant).raw(nan);
    local(Op.LOCAL_GET, scratch);
    local(Op.LOCAL_GET, scratch);
    local(Op.LOCAL_GET, scratch).op(notEqual, Op.SELECT);
  }

  private WasmBytes global(int operation, int index) {
    return out.op(operation).unsigned(index);
  }

  private WasmBytes local(int operation, int index) {
    return out.op(operation).unsigned(index);
  }
}
