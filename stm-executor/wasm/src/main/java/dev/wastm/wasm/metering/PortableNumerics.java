package dev.wastm.wasm.metering;

import com.dylibso.chicory.wasm.types.OpCode;
import dev.wastm.wasm.format.Op;
import dev.wastm.wasm.format.WasmBytes;
import dev.wastm.wasm.metering.ScratchLocals.Use;

/**
 * Writes instructions whose result would otherwise depend on the machine in a way that does not: this is the deterministic profile of the
 * WebAssembly specification. Confined to one thread.
 */
final class PortableNumerics {
  private static final byte[] F32_NAN = {0, 0, (byte) 0xc0, 0x7f};
  private static final byte[] F64_NAN = {0, 0, 0, 0, 0, 0, (byte) 0xf8, 0x7f};

  private final WasmBytes out;
  private final ScratchLocals scratch;
  private final UnsignedComparisons comparisons;

  PortableNumerics(WasmBytes out, ScratchLocals scratch, UnsignedComparisons comparisons) {
    this.out = out;
    this.scratch = scratch;
    this.comparisons = comparisons;
  }

  /** Writes an instruction's substitute, where it needs one. */
  boolean replaces(OpCode op) {
    switch (op) {
      case I32_LT_U -> {
        return compareUnsigned(Op.I64_LT_S);
      }
      case I32_GT_U -> {
        return compareUnsigned(Op.I64_GT_S);
      }
      case I32_LE_U -> {
        return compareUnsigned(Op.I64_LE_S);
      }
      case I32_GE_U -> {
        return compareUnsigned(Op.I64_GE_S);
      }
      case F32_COPYSIGN -> copySign(F32_BITS);
      case F64_COPYSIGN -> copySign(F64_BITS);
      case F32_NEG -> changeSign(F32_BITS, F32_BITS.sign(), Op.I32_XOR);
      case F64_NEG -> changeSign(F64_BITS, F64_BITS.sign(), Op.I64_XOR);
      case F32_ABS -> changeSign(F32_BITS, F32_BITS.rest(), Op.I32_AND);
      case F64_ABS -> changeSign(F64_BITS, F64_BITS.rest(), Op.I64_AND);
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean compareUnsigned(int operation) {
    if (comparisons == UnsignedComparisons.NATIVE) {
      return false;
    }
    int right = scratch.of(Use.I32);
    out.op(Op.LOCAL_SET).unsigned(right).op(Op.I64_EXTEND_I32_U);
    out.op(Op.LOCAL_GET).unsigned(right).op(Op.I64_EXTEND_I32_U, operation);
    return true;
  }

  /** How a float is seen as an integer of its width. */
  private record Bits(
      Use scratch, int toInt, int toFloat, int constant, int and, int or, long sign, long rest) {}

  private static final Bits F32_BITS = new Bits(
      Use.I32,
      Op.I32_REINTERPRET_F32,
      Op.F32_REINTERPRET_I32,
      Op.I32_CONST,
      Op.I32_AND,
      Op.I32_OR,
      Integer.MIN_VALUE,
      Integer.MAX_VALUE);
  private static final Bits F64_BITS = new Bits(
      Use.I64,
      Op.I64_REINTERPRET_F64,
      Op.F64_REINTERPRET_I64,
      Op.I64_CONST,
      Op.I64_AND,
      Op.I64_OR,
      Long.MIN_VALUE,
      Long.MAX_VALUE);

  /** Through integers, because the JVM does not say what becomes of a NaN's sign. */
  private void copySign(Bits bits) {
    int sign = scratch.of(bits.scratch());
    out.op(bits.toInt(), bits.constant()).signed(bits.sign()).op(bits.and());
    out.op(Op.LOCAL_SET).unsigned(sign);
    out.op(bits.toInt(), bits.constant()).signed(bits.rest()).op(bits.and());
    out.op(Op.LOCAL_GET).unsigned(sign).op(bits.or(), bits.toFloat());
  }

  private void changeSign(Bits bits, long mask, int operation) {
    out.op(bits.toInt(), bits.constant()).signed(mask).op(operation, bits.toFloat());
  }

  /** Replaces a NaN on top of the stack by the canonical one, behind each operation that makes NaNs of its own. */
  void canonicaliseBehind(OpCode op) {
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
          F32_DEMOTE_F64 -> canonical(Use.F32, Op.F32_CONST, F32_NAN, Op.F32_NE);
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
          F64_PROMOTE_F32 -> canonical(Use.F64, Op.F64_CONST, F64_NAN, Op.F64_NE);
      default -> {
        // Everything else yields no NaN that it was not given.
      }
    }
  }

  private void canonical(Use use, int constant, byte[] nan, int notEqual) {
    int value = scratch.of(use);
    out.op(Op.LOCAL_SET).unsigned(value).op(constant).raw(nan);
    out.op(Op.LOCAL_GET).unsigned(value);
    out.op(Op.LOCAL_GET).unsigned(value);
    out.op(Op.LOCAL_GET).unsigned(value).op(notEqual, Op.SELECT);
  }
}
