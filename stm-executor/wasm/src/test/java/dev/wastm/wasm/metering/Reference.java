package dev.wastm.wasm.metering;

import java.util.Locale;

/** What instructions compute by the WebAssembly specification's deterministic profile, on bits; written with nothing but Java's own numbers. */
final class Reference {
  private static final long F32_SIGN = 0x8000_0000L;
  private static final long F64_SIGN = Long.MIN_VALUE;

  private Reference() {}

  static long compute(String instruction, long a, long b) {
    String op = instruction.substring(4);
    return switch (instruction.substring(0, 3).toUpperCase(Locale.ROOT)) {
      case "I32" ->
        compare(op, op.endsWith("_u") ? a : signed(a), op.endsWith("_u") ? b : signed(b));
      case "I64" -> compare(op, a, b);
      case "F32" -> f32(op, a, b);
      default -> f64(op, a, b);
    };
  }

  private static long signed(long i32) {
    return i32 << Integer.SIZE >> Integer.SIZE;
  }

  private static long compare(String op, long a, long b) {
    int order = op.endsWith("_u") ? Long.compareUnsigned(a, b) : Long.compare(a, b);
    boolean holds = switch (op.substring(0, 2)) {
      case "lt" -> order < 0;
      case "gt" -> order > 0;
      case "le" -> order <= 0;
      default -> order >= 0;
    };
    return holds ? 1 : 0;
  }

  private static long f32(String op, long a, long b) {
    return switch (op) {
      case "neg" -> a ^ F32_SIGN;
      case "abs" -> a & ~F32_SIGN;
      case "copysign" -> (a & ~F32_SIGN) | (b & F32_SIGN);
      case "demote_f64" -> bits((float) Double.longBitsToDouble(a));
      // Computed in double and rounded once, which is exact for these operations.
      default ->
        bits((float) arithmetic(op, Float.intBitsToFloat((int) a), Float.intBitsToFloat((int) b)));
    };
  }

  private static long bits(float value) {
    return Float.floatToIntBits(value) & 0xffff_ffffL;
  }

  private static long f64(String op, long a, long b) {
    return switch (op) {
      case "neg" -> a ^ F64_SIGN;
      case "abs" -> a & ~F64_SIGN;
      case "copysign" -> (a & ~F64_SIGN) | (b & F64_SIGN);
      case "promote_f32" -> Double.doubleToLongBits(Float.intBitsToFloat((int) a));
      default ->
        Double.doubleToLongBits(
            arithmetic(op, Double.longBitsToDouble(a), Double.longBitsToDouble(b)));
    };
  }

  private static double arithmetic(String op, double x, double y) {
    return switch (op) {
      case "add" -> x + y;
      case "sub" -> x - y;
      case "mul" -> x * y;
      case "div" -> x / y;
      case "min" -> Math.min(x, y);
      case "max" -> Math.max(x, y);
      case "sqrt" -> Math.sqrt(x);
      case "ceil" -> Math.ceil(x);
      case "floor" -> Math.floor(x);
      case "trunc" -> x < 0 ? Math.ceil(x) : Math.floor(x);
      case "nearest" -> Math.rint(x);
      default -> throw new IllegalArgumentException("No operation is called " + op + ".");
    };
  }
}
