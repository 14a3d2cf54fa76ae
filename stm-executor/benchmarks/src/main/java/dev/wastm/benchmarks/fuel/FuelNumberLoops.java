package dev.wastm.benchmarks.fuel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A loop for each class of instructions that computes with numbers. */
final class FuelNumberLoops {
  private static final int STEPS = FuelLoops.STEPS;

  private final Map<String, FuelLoop> loops = new LinkedHashMap<>();

  private FuelNumberLoops() {}

  static Map<String, FuelLoop> all() {
    FuelNumberLoops all = new FuelNumberLoops();
    all.integers("i32", "a", "b", "c");
    all.integers("i64", "A", "B", "C");
    all.floats("f32", "x", "y", "z", "i32");
    all.floats("f64", "X", "Y", "Z", "i64");
    all.conversions();
    return all.loops;
  }

  private void add(String name, String step) {
    loops.put(name, FuelLoop.of(step, STEPS));
  }

  private void integers(String type, String a, String b, String c) {
    String t = type + ".";
    add(t + "add", pair(t + "add", a, b));
    add(t + "mul", pair(t + "mul", a, b));
    for (String op : List.of("div_s", "div_u", "rem_s", "rem_u")) {
      add(
          t + op,
          "get " + b + " get " + a + " " + t + op + " get " + c + " " + t + "or set " + a + " ");
    }
    for (String op : List.of("shl", "shr_s", "shr_u", "rotl", "rotr")) {
      add(
          t + op,
          "get " + b + " get " + a + " " + t + op + " get " + c + " " + t + "xor set " + a + " ");
    }
    for (String op : List.of("clz", "ctz", "popcnt")) {
      add(t + op, "get " + a + " " + t + op + " get " + b + " " + t + "add set " + a + " ");
    }
    String turn = "get " + b + " " + t + "const 7 " + t + "rotl set " + b + " ";
    String widen = type.equals("i64") ? "i64.extend_i32_u " : "";
    for (String op : List.of("lt_s", "gt_u", "le_u", "eq")) {
      add(
          t + op,
          "get " + a + " get " + b + " " + t + op + " " + widen + "get " + a + " " + t + "add set "
              + a + " " + turn);
    }
    add(
        t + "eqz",
        "get " + a + " " + t + "eqz " + widen + "get " + b + " " + t + "xor set " + a + " ");
    String test =
        "get " + b + " " + t + "const 1 " + t + "and " + (widen.isEmpty() ? "" : "i32.wrap_i64 ");
    add(
        t + "select",
        "get " + a + " get " + b + " " + test + "select " + t + "const 3 " + t + "add set " + a
            + " " + turn);
  }

  private static String pair(String op, String a, String b) {
    return "get " + a + " get " + b + " " + op + " set " + a + " get " + b + " get " + a + " " + op
        + " set " + b + " ";
  }

  private void floats(String type, String x, String y, String z, String integer) {
    String t = type + ".";
    add(t + "add", pair(t + "add", x, y));
    add(t + "sub", pair(t + "sub", x, y));
    add(t + "mul", "get " + x + " get " + z + " " + t + "mul set " + x + " ");
    add(t + "div", "get " + x + " get " + z + " " + t + "div set " + x + " ");
    add(t + "sqrt", "get " + x + " " + t + "sqrt get " + y + " " + t + "add set " + x + " ");
    for (String op : List.of("min", "max", "copysign")) {
      add(
          t + op,
          "get " + x + " get " + y + " " + t + op + " get " + z + " " + t + "mul set " + x + " ");
    }
    for (String op : List.of("nearest", "trunc", "ceil", "floor")) {
      add(t + op, "get " + x + " " + t + op + " get " + z + " " + t + "mul set " + x + " ");
    }
    for (String op : List.of("neg", "abs")) {
      add(t + op, "get " + x + " " + t + op + " get " + z + " " + t + "mul set " + x + " ");
    }
    add(
        t + "lt",
        "get " + x + " get " + y + " " + t + "lt get a i32.add set a get " + x + " get " + z + " "
            + t + "mul set " + x + " ");
    String nothing = "get " + x + " get " + x + " " + t + "sub ";
    String nan = nothing + nothing + t + "div set " + x + " ";
    loops.put(
        t + "add-nan",
        FuelLoop.of(("get " + x + " get " + y + " " + t + "add set " + x + " "), STEPS)
            .before(nan));
    loops.put(
        t + "min-nan",
        FuelLoop.of(("get " + x + " get " + y + " " + t + "min set " + x + " "), STEPS)
            .before(nan));
    String tiny = type.equals("f32") ? "1e-38" : "1e-308";
    loops.put(
        t + "mul-subnormal",
        FuelLoop.of(
                ("get " + x + " get " + y + " " + t + "mul get " + z + " " + t + "mul get " + y
                    + " " + t + "div set " + x + " "),
                STEPS)
            .before(t + "const " + tiny + " set " + x + " " + t + "const 0.3 set " + y + " "));
    add(
        t + "reinterpret",
        "get " + x + " " + integer + ".reinterpret_" + type + " " + integer + ".const 5 " + integer
            + ".rotl " + integer + ".const 77 " + integer + ".add " + t + "reinterpret_" + integer
            + " set " + x + " ");
  }

  private void conversions() {
    add(
        "f64.convert_i32",
        "get a f64.convert_i32_s get X f64.add set X get a i32.const 77 i32.add set a ");
    add(
        "f64.convert_i64_s",
        "get A f64.convert_i64_s get X f64.add set X get A i64.const 77 i64.add set A ");
    add(
        "f64.convert_i64_u",
        "get A f64.convert_i64_u get X f64.add set X get A i64.const 77 i64.add set A ");
    add(
        "f32.convert_i64_u",
        "get A f32.convert_i64_u get x f32.add set x get A i64.const 77 i64.add set A ");
    add("f32.demote", "get X f32.demote_f64 f64.promote_f32 get Z f64.mul set X ");
    for (String op : List.of(
        "i32.trunc_f64_s", "i32.trunc_f64_u", "i32.trunc_sat_f64_s", "i32.trunc_sat_f64_u")) {
      add(op, "get X f64.abs " + op + " i32.const 1023 i32.and f64.convert_i32_s set X ");
    }
    for (String op : List.of(
        "i64.trunc_f64_s", "i64.trunc_f64_u", "i64.trunc_sat_f64_s", "i64.trunc_sat_f64_u")) {
      add(op, "get X f64.abs " + op + " i64.const 1023 i64.and f64.convert_i64_s set X ");
    }
    add(
        "i32.trunc_sat_f32_u",
        "get x f32.abs i32.trunc_sat_f32_u i32.const 1023 i32.and f32.convert_i32_s set x ");
    add(
        "i64.trunc_sat_f32_u",
        "get x f32.abs i64.trunc_sat_f32_u i64.const 1023 i64.and f32.convert_i64_s set x ");
    loops.put(
        "i64.trunc_sat-large",
        FuelLoop.of(
                "get X i64.trunc_sat_f64_u get A i64.add set A get X f64.const 1e300 f64.add set X ",
                STEPS)
            .before("f64.const 1e300 set X "));
    add("extend", "get A i32.wrap_i64 i32.extend8_s i64.extend_i32_s get B i64.xor set A ");
  }
}
