package dev.wastm.benchmarks.fuel;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A guest that does one thing in a loop, as often as its arguments say, and stores what it has computed, so that no compiler can leave it out.
 *
 * <p>What is done is written for the {@link FuelAssembler}. Its locals are {@code n}, the rounds left; {@code a b c} of i32, {@code A B C}
 * of i64, {@code x y z} of f32 and {@code X Y Z} of f64, whose first values are arguments; {@code d} of i32, which is 0; {@code p} is the input's address. Globals 0 and 1
 * are an i32 and an i64.
 *
 * @param once what is done before the loop
 * @param body what is done in each round
 * @param helpers functions {@code (i32) -> i32}, all in the table too where the body calls indirectly; the first is called as {@code call 3}. Their parameter is 0
 * @param helperLocals how many locals of i32 each helper has besides
 * @param pages of memory at first
 * @param steps how many of the instructions that it is about are in a round
 * @param rounds how often a transaction goes round, so that it takes some hundred microseconds
 * @param traps whether that ends in a trap, which is done with as little fuel as it takes
 */
record FuelLoop(
    String once,
    String body,
    List<String> helpers,
    int helperLocals,
    int pages,
    int rounds,
    int steps,
    boolean traps) {
  static final String METHOD = "run";

  /** Words of the text that a transaction executes. */
  private static final int TOKENS = 800_000;

  private static final int METHOD_AT = 3;
  private static final int ARGS_AT = METHOD_AT + METHOD.length() + Integer.BYTES;
  private static final int PAGES_MAX = 64;
  private static final int I32 = 0x7f;
  private static final int I64 = 0x7e;
  private static final int F32 = 0x7d;
  private static final int F64 = 0x7c;

  /** Where input lies; below it is what was computed. */
  private static final int INPUT_AT = 1024;

  private static final String[] NAMES = {
    "n", "a", "b", "c", "A", "B", "C", "x", "y", "z", "X", "Y", "Z"
  };
  private static final int PARAMETERS = 2;

  /** Odd numbers without a pattern; floats of moderate size. */
  private static final double[] FLOATS = {1.1, 0.7071, 1.0000001};

  /** @param times how often the step is done in a round */
  static FuelLoop of(String step, int times) {
    String body = step.repeat(times);
    int rounds = TOKENS / (body.split(" ", -1).length + 4);
    return new FuelLoop("", body, List.of(), 0, 1, rounds, times, false);
  }

  FuelLoop pages(int count) {
    return new FuelLoop(once, body, helpers, helperLocals, count, rounds, steps, traps);
  }

  FuelLoop before(String instructions) {
    return new FuelLoop(instructions, body, helpers, helperLocals, pages, rounds, steps, traps);
  }

  FuelLoop calling(int locals, List<String> functions) {
    return new FuelLoop(once, body, functions, locals, pages, rounds, steps, traps);
  }

  FuelLoop rounds(int count) {
    return new FuelLoop(once, body, helpers, helperLocals, pages, count, steps, traps);
  }

  FuelLoop trapping() {
    return new FuelLoop(once, body, helpers, helperLocals, pages, rounds, steps, true);
  }

  /** @param rounds from 1 */
  static byte[] args(int rounds) {
    ByteBuffer args = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
    args.putInt(rounds);
    args.putInt(0x9E3779B1).putInt(0x85EBCA77).putInt(0xC2B2AE3D);
    args.putLong(0x9E3779B97F4A7C15L).putLong(0xBF58476D1CE4E5B9L).putLong(0x94D049BB133111EBL);
    for (double each : FLOATS) {
      args.putFloat((float) each);
    }
    for (double each : FLOATS) {
      args.putDouble(each);
    }
    return args.array();
  }

  byte[] wasm() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
    section(
        out,
        1,
        List.of(
            bytes(0x60, 1, I32, 1, I32), bytes(0x60, 2, I32, I32, 1, I32), bytes(0x60, 0, 1, I32)));
    boolean isIndirect = body.contains("call_indirect");
    List<byte[]> functions = new ArrayList<>(List.of(bytes(0), bytes(1), bytes(2)));
    List<byte[]> code = new ArrayList<>(List.of(
        function(bytes(0), "i32.const " + INPUT_AT, Map.of()),
        function(bytes(5, 4, I32, 3, I64, 3, F32, 3, F64, 1, I32), execute(), names()),
        function(bytes(0), "i32.const 0", Map.of())));
    ByteArrayOutputStream elements = new ByteArrayOutputStream();
    elements.writeBytes(bytes(0, 0x41, 0, 0x0b));
    FuelAssembler.unsigned(elements, helpers.size());
    for (String helper : helpers) {
      FuelAssembler.unsigned(elements, functions.size());
      functions.add(bytes(0));
      code.add(function(helperLocals(helperLocals), helper, Map.of()));
    }
    section(out, 3, functions);
    if (isIndirect) {
      ByteArrayOutputStream table = new ByteArrayOutputStream();
      table.writeBytes(bytes(0x70, 0));
      FuelAssembler.unsigned(table, helpers.size());
      section(out, 4, List.of(table.toByteArray()));
    }
    section(out, 5, List.of(bytes(1, pages, PAGES_MAX)));
    section(out, 6, List.of(bytes(I32, 1, 0x41, 7, 0x0b), bytes(I64, 1, 0x42, 9, 0x0b)));
    section(
        out,
        7,
        List.of(
            export("memory", 2, 0),
            export("alloc", 0, 0),
            export("execute", 0, 1),
            export("output_len", 0, 2)));
    if (isIndirect) {
      section(out, 9, List.of(elements.toByteArray()));
    }
    section(out, 10, code);
    return out.toByteArray();
  }

  private static Map<String, Integer> names() {
    Map<String, Integer> names = new LinkedHashMap<>();
    names.put("p", 0);
    for (String name : NAMES) {
      names.put(name, PARAMETERS + names.size() - 1);
    }
    names.put("d", PARAMETERS + NAMES.length);
    return names;
  }

  private String execute() {
    StringBuilder text = new StringBuilder();
    StringBuilder end = new StringBuilder();
    int offset = ARGS_AT;
    int result = 0;
    for (String name : NAMES) {
      String type = type(name);
      text.append("get p ")
          .append(type)
          .append(".load 0 ")
          .append(offset)
          .append(" set ")
          .append(name)
          .append(' ');
      end.append(" i32.const ")
          .append(result)
          .append(" get ")
          .append(name)
          .append(' ')
          .append(type)
          .append(".store 0 0");
      offset += type.endsWith("64") ? Long.BYTES : Integer.BYTES;
      result += Long.BYTES;
    }
    return text + once + " loop " + body + " get n i32.const -1 i32.add tee n br_if 0 end" + end
        + " i32.const 0";
  }

  private static String type(String local) {
    return switch (local) {
      case "A", "B", "C" -> "i64";
      case "x", "y", "z" -> "f32";
      case "X", "Y", "Z" -> "f64";
      default -> "i32";
    };
  }

  private static byte[] helperLocals(int count) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (count == 0) {
      return bytes(0);
    }
    out.write(1);
    FuelAssembler.unsigned(out, count);
    out.write(I32);
    return out.toByteArray();
  }

  private static byte[] function(byte[] locals, String text, Map<String, Integer> names) {
    byte[] instructions = FuelAssembler.assemble(text, names);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FuelAssembler.unsigned(out, locals.length + instructions.length + 1);
    out.writeBytes(locals);
    out.writeBytes(instructions);
    out.write(0x0b);
    return out.toByteArray();
  }

  private static byte[] export(String name, int kind, int index) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FuelAssembler.unsigned(out, name.length());
    out.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
    out.write(kind);
    out.write(index);
    return out.toByteArray();
  }

  private static void section(ByteArrayOutputStream out, int id, List<byte[]> items) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    FuelAssembler.unsigned(content, items.size());
    items.forEach(content::writeBytes);
    out.write(id);
    FuelAssembler.unsigned(out, content.size());
    out.writeBytes(content.toByteArray());
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
