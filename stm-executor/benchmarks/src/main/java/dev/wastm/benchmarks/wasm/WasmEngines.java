package dev.wastm.benchmarks.wasm;

import dev.wastm.benchmarks.Figure;
import dev.wastm.benchmarks.Guests;
import dev.wastm.benchmarks.Stopwatch;
import dev.wastm.wasm.BareModule;
import dev.wastm.wasm.abi.GuestRules;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** What metering costs compiled code; and compiled code next to the interpreter and to V8, on the same functions. */
final class WasmEngines {
  private static final String METERING = "metering";
  private static final String ENGINES = "engines";
  private static final double NS_PER_MS = 1e6;

  /** The interpreter is given so much less to do. */
  private static final int INTERPRETER_PART = 50;

  private static final int INTERPRETER_RUNS_MAX = 3;

  private final Stopwatch stopwatch;
  private final Consumer<Figure> out;

  WasmEngines(Stopwatch stopwatch, Consumer<Figure> out) {
    this.stopwatch = stopwatch;
    this.out = out;
  }

  /** Functions of the module, and arguments with which each takes some milliseconds. */
  private static Map<String, Integer> functions() {
    Map<String, Integer> functions = new LinkedHashMap<>();
    functions.put("sha256", 5_000);
    functions.put("xorshift", 3_000_000);
    functions.put("branches", 10_000_000);
    functions.put("fibonacci", 27);
    return functions;
  }

  void metering() throws Exception {
    BareModule plain =
        BareModule.of(Guests.COMPUTE.wasm(), BareModule.Form.UNMETERED, GuestRules.epoch1());
    BareModule metered =
        BareModule.of(Guests.COMPUTE.wasm(), BareModule.Form.METERED, GuestRules.epoch1());
    for (Map.Entry<String, Integer> each : functions().entrySet()) {
      String name = each.getKey();
      int argument = each.getValue();
      double ratio =
          stopwatch.ratio(() -> metered.call(name, argument), () -> plain.call(name, argument));
      out.accept(new Figure(METERING, name + ", metered against unmetered", ratio, "times"));
    }
  }

  void engines(Consumer<String> notice) throws Exception {
    BareModule metered =
        BareModule.of(Guests.COMPUTE.wasm(), BareModule.Form.METERED, GuestRules.epoch1());
    BareModule plain =
        BareModule.of(Guests.COMPUTE.wasm(), BareModule.Form.UNMETERED, GuestRules.epoch1());
    BareModule interpreted =
        BareModule.of(Guests.COMPUTE.wasm(), BareModule.Form.INTERPRETED, GuestRules.epoch1());
    for (Map.Entry<String, Integer> each : functions().entrySet()) {
      String name = each.getKey();
      int argument = each.getValue();
      double[] ns =
          stopwatch.inTurn(() -> metered.call(name, argument), () -> plain.call(name, argument));
      figure(name + ", compiled, metered", ns[0]);
      figure(name + ", compiled, unmetered", ns[1]);
      interpreter(interpreted, name, argument);
      v8(name, argument, notice);
    }
  }

  /** Less of the same; fibonacci of a smaller number is as much less as its value is. */
  private void interpreter(BareModule interpreted, String name, int argument) throws Exception {
    boolean isTree = name.equals("fibonacci");
    int less = isTree ? argument - 8 : argument / INTERPRETER_PART;
    double part = isTree
        ? (double) interpreted.call(name, argument - 8) / fibonacci(argument)
        : 1.0 / INTERPRETER_PART;
    Stopwatch few = new Stopwatch(1, Math.min(stopwatch.runs(), INTERPRETER_RUNS_MAX));
    figure(name + ", interpreted, metered", few.ns(() -> interpreted.call(name, less)) / part);
  }

  private static long fibonacci(int n) {
    long a = 0;
    long b = 1;
    for (int i = 0; i < n; i++) {
      long next = a + b;
      a = b;
      b = next;
    }
    return a;
  }

  private void v8(String name, int argument, Consumer<String> notice)
      throws IOException, InterruptedException {
    OptionalDouble ms = NodeJs.medianMs(Guests.COMPUTE.wasm(), name, argument, stopwatch);
    if (ms.isPresent()) {
      figure(name + ", V8 in Node, unmetered", ms.getAsDouble() * NS_PER_MS);
    } else {
      notice.accept("V8 WAS NOT MEASURED: there is no node on the PATH that runs the module.");
    }
  }

  private void figure(String name, double ns) {
    out.accept(new Figure(ENGINES, name, ns / NS_PER_MS, "ms"));
  }
}
