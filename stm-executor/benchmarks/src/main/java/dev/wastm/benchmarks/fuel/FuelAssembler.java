package dev.wastm.benchmarks.fuel;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Assembles instructions of WebAssembly written in a row, such as {@code get a i32.const 1 i32.add set a}: immediates follow their
 * instruction, a {@code br_table} gives the number of its labels before the default first, an access of memory its alignment and offset.
 * {@code get}, {@code set} and {@code tee} take a local's name. Confined to one thread.
 */
final class FuelAssembler {
  private static final int PREFIX = 0xfc;
  private static final int VOID = 0x40;
  private static final Map<String, Integer> OPCODES = opcodes();

  private final Map<String, Integer> locals;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private FuelAssembler(Map<String, Integer> locals) {
    this.locals = locals;
  }

  /** @param locals the indices of those that have names */
  static byte[] assemble(String text, Map<String, Integer> locals) {
    FuelAssembler assembler = new FuelAssembler(locals);
    Deque<String> tokens = new ArrayDeque<>(List.of(text.strip().split("\\s+")));
    while (!tokens.isEmpty()) {
      assembler.instruction(tokens);
    }
    return assembler.out.toByteArray();
  }

  private static Map<String, Integer> opcodes() {
    Map<String, Integer> opcodes = new HashMap<>();
    consecutive(opcodes, 0x00, "unreachable nop block loop if else");
    consecutive(opcodes, 0x0b, "end br br_if br_table return call call_indirect");
    consecutive(opcodes, 0x1a, "drop select");
    consecutive(opcodes, 0x20, "get set tee global.get global.set");
    consecutive(
        opcodes,
        0x28,
        "i32.load i64.load f32.load f64.load i32.load8_s i32.load8_u i32.load16_s i32.load16_u i64.load8_s i64.load8_u"
            + " i64.load16_s i64.load16_u i64.load32_s i64.load32_u i32.store i64.store f32.store f64.store i32.store8"
            + " i32.store16 i64.store8 i64.store16 i64.store32 memory.size memory.grow i32.const i64.const f32.const"
            + " f64.const");
    consecutive(
        opcodes,
        0x45,
        "i32.eqz i32.eq i32.ne i32.lt_s i32.lt_u i32.gt_s i32.gt_u i32.le_s i32.le_u i32.ge_s i32.ge_u i64.eqz i64.eq"
            + " i64.ne i64.lt_s i64.lt_u i64.gt_s i64.gt_u i64.le_s i64.le_u i64.ge_s i64.ge_u f32.eq f32.ne f32.lt"
            + " f32.gt f32.le f32.ge f64.eq f64.ne f64.lt f64.gt f64.le f64.ge i32.clz i32.ctz i32.popcnt i32.add"
            + " i32.sub i32.mul i32.div_s i32.div_u i32.rem_s i32.rem_u i32.and i32.or i32.xor i32.shl i32.shr_s"
            + " i32.shr_u i32.rotl i32.rotr i64.clz i64.ctz i64.popcnt i64.add i64.sub i64.mul i64.div_s i64.div_u"
            + " i64.rem_s i64.rem_u i64.and i64.or i64.xor i64.shl i64.shr_s i64.shr_u i64.rotl i64.rotr f32.abs f32.neg"
            + " f32.ceil f32.floor f32.trunc f32.nearest f32.sqrt f32.add f32.sub f32.mul f32.div f32.min f32.max"
            + " f32.copysign f64.abs f64.neg f64.ceil f64.floor f64.trunc f64.nearest f64.sqrt f64.add f64.sub f64.mul"
            + " f64.div f64.min f64.max f64.copysign i32.wrap_i64 i32.trunc_f32_s i32.trunc_f32_u i32.trunc_f64_s"
            + " i32.trunc_f64_u i64.extend_i32_s i64.extend_i32_u i64.trunc_f32_s i64.trunc_f32_u i64.trunc_f64_s"
            + " i64.trunc_f64_u f32.convert_i32_s f32.convert_i32_u f32.convert_i64_s f32.convert_i64_u"
            + " f32.demote_f64 f64.convert_i32_s f64.convert_i32_u f64.convert_i64_s f64.convert_i64_u"
            + " f64.promote_f32 i32.reinterpret_f32 i64.reinterpret_f64 f32.reinterpret_i32 f64.reinterpret_i64"
            + " i32.extend8_s i32.extend16_s i64.extend8_s i64.extend16_s i64.extend32_s");
    consecutive(
        opcodes,
        PREFIX << 8,
        "i32.trunc_sat_f32_s i32.trunc_sat_f32_u i32.trunc_sat_f64_s i32.trunc_sat_f64_u i64.trunc_sat_f32_s"
            + " i64.trunc_sat_f32_u i64.trunc_sat_f64_s i64.trunc_sat_f64_u");
    consecutive(opcodes, PREFIX << 8 | 0x0a, "memory.copy memory.fill");
    return opcodes;
  }

  private static void consecutive(Map<String, Integer> opcodes, int first, String names) {
    int opcode = first;
    for (String name : List.of(names.split(" ", -1))) {
      opcodes.put(name, opcode++);
    }
  }

  private void instruction(Deque<String> tokens) {
    String name = tokens.remove();
    Integer opcode = OPCODES.get(name);
    if (opcode == null) {
      throw new IllegalArgumentException("No instruction is called " + name + ".");
    }
    if (opcode >> 8 == PREFIX) {
      out.write(PREFIX);
      unsigned(out, opcode & 0xff);
    } else {
      out.write(opcode);
    }
    immediates(name, tokens);
  }

  private void immediates(String name, Deque<String> tokens) {
    switch (name) {
      case "block", "loop", "if" -> out.write(VOID);
      case "br", "br_if", "call", "global.get", "global.set" -> number(tokens);
      case "get", "set", "tee" -> unsigned(out, local(tokens.remove()));
      case "br_table" -> {
        int labels = Integer.parseInt(tokens.remove());
        unsigned(out, labels);
        for (int i = 0; i <= labels; i++) {
          number(tokens);
        }
      }
      case "call_indirect" -> {
        unsigned(out, 0);
        unsigned(out, 0);
      }
      case "i32.const", "i64.const" -> signed(out, Long.decode(tokens.remove()));
      case "f32.const" ->
        littleEndian(Float.BYTES, ByteBuffer::putFloat, Float.parseFloat(tokens.remove()));
      case "f64.const" ->
        littleEndian(Double.BYTES, ByteBuffer::putDouble, Double.parseDouble(tokens.remove()));
      case "memory.size", "memory.grow", "memory.fill" -> out.write(0);
      case "memory.copy" -> {
        out.write(0);
        out.write(0);
      }
      default -> {
        if (name.contains(".load") || name.contains(".store")) {
          number(tokens);
          number(tokens);
        }
      }
    }
  }

  @FunctionalInterface
  private interface Put<T> {
    ByteBuffer into(ByteBuffer buffer, T value);
  }

  private <T> void littleEndian(int bytes, Put<T> put, T value) {
    out.writeBytes(put.into(ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN), value)
        .array());
  }

  private void number(Deque<String> tokens) {
    unsigned(out, Integer.parseInt(tokens.remove()));
  }

  private int local(String name) {
    Integer index = locals.get(name);
    return index == null ? Integer.parseInt(name) : index;
  }

  static void unsigned(ByteArrayOutputStream out, int value) {
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  private static void signed(ByteArrayOutputStream out, long value) {
    long rest = value;
    while (rest > 63 || rest < -64) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>= 7;
    }
    out.write((int) (rest & 0x7f));
  }
}
