package dev.wastm.wasm.testing;

import dev.wastm.wasm.abi.HostImport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Generates valid guests that do anything that guests may do, most of it without sense: nested control, calls of each other directly and
 * through a table, memory in and out of bounds, floats with odd bits, and host calls with arguments from anywhere. Equal seeds give equal modules.
 */
public final class ModuleGenerator {
  private static final List<String> TYPES = List.of("i32", "i64", "f32", "f64");
  private static final List<String> HOST = List.of(
      "state_read",
      "state_exists",
      "state_write",
      "state_delete",
      "state_add",
      "scan_open",
      "scan_next",
      "scan_close",
      "ctx_actor",
      "ctx_caller",
      "ctx_height",
      "ctx_fuel",
      "ctx_random",
      "emit",
      "log",
      "revert",
      "call_output",
      "sha256");
  private static final String[] INTS = {
    "add", "sub", "mul", "and", "or", "xor", "shl", "shr_s", "shr_u", "rotl", "rotr", "div_s",
    "div_u", "rem_s", "rem_u",
  };
  private static final String[] INT_COMPARISONS = {
    "eq", "ne", "lt_s", "lt_u", "gt_s", "gt_u", "le_s", "le_u", "ge_s", "ge_u",
  };
  private static final String[] FLOATS = {"add", "sub", "mul", "div", "min", "max", "copysign"};
  private static final String[] FLOAT_UNARY = {
    "ceil", "floor", "trunc", "nearest", "sqrt", "abs", "neg",
  };

  /** The first of them: what follows loses signs of NaNs in an interpreter without instrumentation, which the modules without a host meet. */
  private static final int FLOATS_EXACT = 6;

  private static final int FLOAT_UNARY_EXACT = 5;

  private final Random random;
  private final boolean withHost;
  private final StringBuilder out = new StringBuilder();
  private final Deque<Boolean> labels = new ArrayDeque<>();
  private final List<String> locals = new ArrayList<>();
  private final String[] imports;

  /** Of the functions that the table holds, most of them. */
  private final int indirectType;

  private int budget;

  private ModuleGenerator(Random random, boolean withHost) {
    this.random = random;
    this.withHost = withHost;
    this.imports = withHost
        ? HOST.stream().map(name -> "wastm." + name).toArray(String[]::new)
        : new String[0];
    this.indirectType = TestModule.withInterface("", "", imports).type("i32 i32", "i32");
  }

  public static TestModule module(long seed, boolean withHost) {
    return new ModuleGenerator(new Random(seed), withHost).module();
  }

  private TestModule module() {
    TestModule module = TestModule.withInterface(executeBody(), "i32.const 64", imports)
        .memory(1, 3)
        .exportMemory()
        .global("i32", "i32.const 7")
        .global("i64", "i64.const -9")
        .global("f32", "f32.const 0x7fa00001")
        .global("f64", "f64.const 2.5");
    for (int i = 0; i < TYPES.size(); i++) {
      String type = TYPES.get(i);
      module.function("f" + i, "i32 " + type, type, declaredLocals(), functionBody(type));
    }
    module.function("f4", "i32 i64", "", declaredLocals(), functionBody(""));
    module.function(
        "leaf",
        "i32 f32",
        "i32",
        "",
        "local.get 0 if i32 local.get 1 i32.trunc_sat_f32_s"
            + " else i32.const 77 local.get 0 i32.load8_u 0 0 i32.add end");
    return module.table(6).element(0, "f0", "f0", "f1", "alloc");
  }

  private String executeBody() {
    locals.clear();
    locals.addAll(List.of("i32", "i32", "i32", "i32", "i64", "i64", "f32", "f32", "f64", "f64"));
    out.setLength(0);
    budget = 120;
    statements(4);
    out.append("i32.const 0 local.get 2 i32.store 0 0 i32.const 0 local.get 4 i64.store 0 8 ")
        .append("i32.const 0 local.get 6 f32.store 0 16 i32.const 0 local.get 8 f64.store 0 24 ")
        .append("i32.const 0");
    return out.toString();
  }

  private String declaredLocals() {
    return "i32 i64 f32 f64 ";
  }

  private String functionBody(String result) {
    locals.clear();
    locals.addAll(List.of("i32", result.isEmpty() ? "i64" : result, "i32", "i64", "f32", "f64"));
    out.setLength(0);
    budget = 60;
    statements(3);
    if (!result.isEmpty()) {
      expression(result, 3);
    }
    return out.toString();
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private void emit(String code) {
    out.append(code).append(' ');
    budget--;
  }

  private void statements(int depth) {
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count && budget > 0; i++) {
      statement(depth);
    }
  }

  private void statement(int depth) {
    switch (random.nextInt(depth > 0 ? 14 : 6)) {
      case 0, 1, 2 -> assign();
      case 3 -> store();
      case 4 -> hostCall();
      case 5 -> bulk();
      case 6, 7 -> {
        expression("i32", 2);
        block("if void", false, depth);
      }
      case 8 -> {
        expression("i32", 2);
        emit("if void");
        inLabel(false, () -> {
          statements(depth - 1);
          emit("else");
          statements(depth - 1);
        });
      }
      case 9 -> block("block void", false, depth);
      case 10 -> loop(depth);
      case 11 -> branch();
      case 12 -> {
        expression("i32", 1);
        expression("i64", 1);
        emit("call $f4");
      }
      default -> {
        expression(TYPES.get(random.nextInt(4)), 3);
        emit("drop");
      }
    }
  }

  private void inLabel(boolean loop, Runnable body) {
    labels.push(loop);
    body.run();
    labels.pop();
    emit("end");
  }

  private void block(String opener, boolean loop, int depth) {
    emit(opener);
    inLabel(loop, () -> statements(depth - 1));
  }

  /** Runs a few times, or until the fuel is used up. */
  private void loop(int depth) {
    emit("loop void");
    inLabel(true, () -> {
      statements(depth - 1);
      emit("local.get 2 i32.const 1 i32.add local.tee 2 i32.const " + random.nextInt(20)
          + " i32.lt_s br_if 0");
    });
  }

  private void branch() {
    if (labels.isEmpty()) {
      return;
    }
    int count = labels.size();
    if (random.nextInt(3) == 0) {
      expression("i32", 1);
      emit("i32.const 3 i32.rem_u br_table 2 " + random.nextInt(count) + " " + random.nextInt(count)
          + " " + random.nextInt(count));
    } else {
      expression("i32", 2);
      emit("br_if " + random.nextInt(count));
    }
  }

  private void assign() {
    if (random.nextInt(4) == 0) {
      int global = random.nextInt(4);
      expression(TYPES.get(global), 3);
      emit("global.set " + global);
    } else {
      int local = 2 + random.nextInt(locals.size() - 2);
      expression(locals.get(local), 3);
      emit("local.set " + local);
    }
  }

  private void address() {
    expression("i32", 2);
    if (random.nextInt(12) > 0) {
      emit("i32.const 0x7fff i32.and");
    }
  }

  private String offset() {
    return random.nextInt(30) == 0 ? "0 4294967290" : "0 " + random.nextInt(64);
  }

  private void store() {
    String type = TYPES.get(random.nextInt(4));
    address();
    expression(type, 3);
    String width = switch (type) {
      case "i32" -> pick("", "8", "16");
      case "i64" -> pick("", "8", "16", "32");
      default -> "";
    };
    emit(type + ".store" + width + " " + offset());
  }

  private void bulk() {
    switch (random.nextInt(3)) {
      case 0 -> {
        address();
        expression("i32", 1);
        emit("i32.const " + random.nextInt(300) + " memory.fill 0");
      }
      case 1 -> {
        address();
        address();
        emit("i32.const " + random.nextInt(300) + " memory.copy 0 0");
      }
      default -> {
        expression("i32", 1);
        emit("i32.const 3 i32.and memory.grow 0 local.set 2");
      }
    }
  }

  private void hostCall() {
    if (!withHost) {
      return;
    }
    String name = HOST.get(random.nextInt(HOST.size()));
    var type = HostImport.of("wastm", name).orElseThrow().type();
    type.params().forEach(parameter -> {
      if (random.nextInt(3) == 0) {
        expression(parameter.name().toLowerCase(Locale.ROOT), 1);
      } else {
        emit(parameter.name().toLowerCase(Locale.ROOT) + ".const " + random.nextInt(40));
      }
    });
    emit("call $" + name + (type.returns().isEmpty() ? "" : " drop"));
  }

  private void expression(String type, int depth) {
    if (depth == 0 || budget <= 0) {
      atom(type);
    } else if (type.startsWith("i")) {
      integer(type, depth - 1);
    } else {
      floating(type, depth - 1);
    }
  }

  private void atom(String type) {
    int local = locals.indexOf(type);
    switch (random.nextInt(3)) {
      case 0 -> emit("global.get " + TYPES.indexOf(type));
      case 1 -> emit(local < 0 ? constant(type) : "local.get " + local);
      default -> emit(constant(type));
    }
  }

  private String constant(String type) {
    return type + ".const "
        + switch (type) {
          case "i32" -> pick("0", "1", "-1", "2147483647", "-2147483648", "255", "65535");
          case "i64" -> pick("0", "1", "-1", "9223372036854775807", "-9223372036854775808");
          case "f32" -> pick("0", "-0.0", "1.5", "NaN", "-Infinity", "0x7fa00001", "0xffc00001");
          default -> pick("0", "-0.0", "1e300", "NaN", "Infinity", "0xfff4000000000001", "-3.7");
        };
  }

  private void integer(String type, int depth) {
    String other = type.equals("i32") ? "i64" : "i32";
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> {
        expression(type, depth);
        expression(type, depth);
        emit(type + "." + INTS[random.nextInt(random.nextInt(5) == 0 ? 15 : 11)]);
      }
      case 3, 4 -> {
        String compared = pick("i32", "i64");
        expression(compared, depth);
        expression(compared, depth);
        emit(compared + "." + pick(INT_COMPARISONS)
            + (type.equals("i64") ? " i64.extend_i32_u" : ""));
      }
      case 5 -> {
        address();
        emit(type + ".load" + pick("", "8_s", "8_u", "16_s", "16_u") + " " + offset());
      }
      case 6 -> {
        expression(other, depth);
        emit(type.equals("i32") ? "i32.wrap_i64" : pick("i64.extend_i32_s", "i64.extend_i32_u"));
      }
      case 7 -> {
        String from = pick("f32", "f64");
        expression(from, depth);
        String saturating = random.nextInt(6) == 0 ? "trunc_" : "trunc_sat_";
        emit(type + "." + saturating + from + pick("_s", "_u"));
      }
      case 8 -> {
        String from = type.equals("i32") ? "f32" : "f64";
        expression(from, depth);
        emit(type + ".reinterpret_" + from);
      }
      case 9 -> call(type, depth);
      case 10 -> {
        expression(type, depth);
        emit(type + "." + pick("clz", "ctz", "popcnt", "extend_8_s", "extend_16_s"));
      }
      default -> choice(type, depth);
    }
  }

  private void floating(String type, int depth) {
    String other = type.equals("f32") ? "f64" : "f32";
    switch (random.nextInt(9)) {
      case 0, 1, 2 -> {
        expression(type, depth);
        expression(type, depth);
        emit(type + "." + FLOATS[random.nextInt(withHost ? FLOATS.length : FLOATS_EXACT)]);
      }
      case 3 -> {
        expression(type, depth);
        emit(type + "."
            + FLOAT_UNARY[random.nextInt(withHost ? FLOAT_UNARY.length : FLOAT_UNARY_EXACT)]);
      }
      case 4 -> {
        expression(other, depth);
        emit(type.equals("f32") ? "f32.demote_f64" : "f64.promote_f32");
      }
      case 5 -> {
        String from = pick("i32", "i64");
        expression(from, depth);
        emit(type + ".convert_" + from + pick("_s", "_u"));
      }
      case 6 -> {
        address();
        emit(type + ".load " + offset());
      }
      case 7 -> call(type, depth);
      default -> choice(type, depth);
    }
  }

  private void call(String type, int depth) {
    if (type.equals("i32") && random.nextInt(3) == 0) {
      expression("i32", depth);
      expression("f32", depth);
      emit("call $leaf");
    } else if (type.equals("i32") && random.nextInt(3) == 0) {
      expression("i32", depth);
      expression("i32", depth);
      expression("i32", 1);
      emit("i32.const 7 i32.and call_indirect " + indirectType + " 0");
    } else {
      expression("i32", depth);
      expression(type, depth);
      emit("call $f" + TYPES.indexOf(type));
    }
  }

  private void choice(String type, int depth) {
    if (random.nextBoolean()) {
      expression(type, depth);
      expression(type, depth);
      expression("i32", depth);
      emit("select");
    } else {
      expression("i32", depth);
      emit("if " + type);
      labels.push(false);
      expression(type, depth);
      emit("else");
      expression(type, depth);
      labels.pop();
      emit("end");
    }
  }
}
