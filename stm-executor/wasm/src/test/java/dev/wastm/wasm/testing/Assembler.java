package dev.wastm.wasm.testing;

import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.WasmEncoding;
import dev.wastm.wasm.format.Op;
import dev.wastm.wasm.format.WasmBytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Assembles instructions written in a row, such as {@code local.get 0 i32.const 1 i32.add}: immediates follow their instruction, a
 * {@code br_table} gives the number of its labels first, an access of memory its alignment and offset. {@code $name} is a function's index.
 */
final class Assembler {
  private static final int PREFIXED = 0x100;

  private final Map<String, Integer> functions;
  private final WasmBytes out = new WasmBytes();

  private Assembler(Map<String, Integer> functions) {
    this.functions = functions;
  }

  static byte[] assemble(String text, Map<String, Integer> functions) {
    Assembler assembler = new Assembler(functions);
    Deque<String> tokens = new ArrayDeque<>(List.of(text.strip().split("\\s+")));
    while (!tokens.isEmpty() && !tokens.peek().isEmpty()) {
      assembler.instruction(tokens);
    }
    return assembler.out.toByteArray();
  }

  private void instruction(Deque<String> tokens) {
    OpCode op = OpCode.valueOf(tokens.remove().replace('.', '_').toUpperCase(Locale.ROOT));
    if (op.opcode() < PREFIXED) {
      out.op(op.opcode());
    } else {
      out.op(op.opcode() >> 8).unsigned(op.opcode() & 0xff);
    }
    for (WasmEncoding encoding : OpCode.signature(op)) {
      immediate(encoding, tokens);
    }
  }

  private void immediate(WasmEncoding encoding, Deque<String> tokens) {
    switch (encoding) {
      case VARUINT, BYTE -> out.unsigned(index(tokens.remove()));
      case MEMARG -> out.unsigned(index(tokens.remove())).unsigned(index(tokens.remove()));
      case VARSINT32, VARSINT64 -> out.signed(Long.decode(tokens.remove()));
      case FLOAT32 ->
        out.raw(littleEndian(Float.BYTES).putFloat(toFloat(tokens.remove())).array());
      case FLOAT64 ->
        out.raw(littleEndian(Double.BYTES).putDouble(toDouble(tokens.remove())).array());
      case VEC_VARUINT -> {
        int count = Integer.parseInt(tokens.remove());
        out.unsigned(count);
        for (int i = 0; i < count; i++) {
          out.unsigned(index(tokens.remove()));
        }
      }
      case BLOCK_TYPE -> out.op(blockType(tokens.remove()));
      default -> throw new IllegalArgumentException("No immediates of the kind " + encoding + ".");
    }
  }

  private long index(String token) {
    return token.startsWith("$") ? functions.get(token.substring(1)) : Long.decode(token);
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A number, or its bits in hex. */
  private static float toFloat(String token) {
    return token.startsWith("0x")
        ? Float.intBitsToFloat((int) (long) Long.decode(token))
        : Float.parseFloat(token);
  }

  private static double toDouble(String token) {
    return token.startsWith("0x")
        ? Double.longBitsToDouble(Long.parseUnsignedLong(token.substring(2), 16))
        : Double.parseDouble(token);
  }

  private static int blockType(String token) {
    return token.equals("void") ? Op.VOID : type(token);
  }

  static int type(String token) {
    return switch (token) {
      case "i32" -> 0x7f;
      case "i64" -> 0x7e;
      case "f32" -> 0x7d;
      case "f64" -> 0x7c;
      case "v128" -> 0x7b;
      case "funcref" -> 0x70;
      case "externref" -> 0x6f;
      default -> throw new IllegalArgumentException("No type is called " + token + ".");
    };
  }
}
