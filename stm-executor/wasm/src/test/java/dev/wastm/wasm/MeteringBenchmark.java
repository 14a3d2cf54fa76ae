package dev.wastm.wasm;

import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Measures what metering costs compiled code, what a transfer costs, and what loading a module costs; prints a table. No test: speed is
 * shown, not asserted. Run {@code main} from the module's folder, with its test class path.
 */
public final class MeteringBenchmark {
  private static final int WARM_UPS = 10;
  private static final int MEASUREMENTS = 21;
  private static final long FUEL = 1L << 60;
  private static final int TRANSFERS = 20_000;
  private static final Path TRANSFER =
      Path.of("../../assemblyscript-examples/examples/transfer/transfer.wasm");

  private final PrintStream out;

  private MeteringBenchmark(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] args) throws Exception {
    MeteringBenchmark benchmark = new MeteringBenchmark(System.out);
    benchmark.metering();
    byte[] transfer = Files.readAllBytes(TRANSFER);
    benchmark.transfers(transfer);
    benchmark.loading(transfer);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(MeteringBenchmark.class.getResourceAsStream(name))) {
      return in.readAllBytes();
    }
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private static Instance instance(byte[] wasm) {
    WasmModule module = Parser.parse(wasm);
    return Instance.builder(module)
        .withImportValues(ImportValues.builder()
            .addFunction(new HostFunction(
                "env", "abort", HostFunctions.type("env", "abort"), (instance, args) -> {
                  throw new IllegalStateException("The benchmark's guest aborted.");
                }))
            .build())
        .withMemoryFactory(limits -> new GuestMemory(limits, GuestLimits.MEMORY_PAGES_MAX))
        .withMachineFactory(MachineFactoryCompiler.compile(module))
        .build();
  }

  /** Each measurement runs both one after the other, so that what disturbs one disturbs the other. */
  private void metering() throws IOException {
    byte[] wasm = resource("compute.wasm");
    WasmModule module = Parser.parse(wasm);
    Instance original = instance(wasm);
    Instance metered =
        instance(Instrumentation.instrument(wasm, module, UnsignedComparisons.ofThisJvm())
            .wasm());
    int fuel = Instrumentation.fuelGlobal(module);
    Map.of("xorshift", 3_000_000, "branches", 10_000_000, "sha256", 5_000, "fibonacci", 27)
        .forEach((function, argument) -> {
          double[] ratios = new double[MEASUREMENTS];
          double[] nanoseconds = new double[MEASUREMENTS];
          for (int i = -WARM_UPS; i < MEASUREMENTS; i++) {
            metered.global(fuel).setValue(FUEL);
            metered.global(fuel + 1).setValue(GuestLimits.CALL_DEPTH_MAX);
            double without = time(original, function, argument);
            double with = time(metered, function, argument);
            if (i >= 0) {
              ratios[i] = with / without;
              nanoseconds[i] = with / (FUEL - metered.global(fuel).getValue());
            }
          }
          print(
              "metered/unmetered %-10s %.2f   (%.3f ns per unit of fuel)",
              function, median(ratios), median(nanoseconds));
        });
  }

  private static double time(Instance instance, String function, long argument) {
    long start = System.nanoTime();
    instance.export(function).apply(argument);
    return System.nanoTime() - start;
  }

  private void transfers(byte[] wasm) throws InvalidModuleException {
    for (Engine engine : Engine.values()) {
      ExecutableModule module = ExecutableModule.prepare(GuestModule.of(wasm), engine);
      byte[] method = TestHost.bytes("transfer");
      byte[] args = TestHost.bytes("{\"to\":\"bob\",\"amount\":1}");
      int count = engine == Engine.COMPILED ? TRANSFERS : TRANSFERS / 100;
      double[] microseconds = new double[MEASUREMENTS];
      for (int i = -WARM_UPS; i < MEASUREMENTS; i++) {
        TestHost host = new TestHost();
        long start = System.nanoTime();
        for (int each = 0; each < count; each++) {
          module.execute(method, args, CallBudget.ofTransaction(BothEngines.FUEL), host);
        }
        microseconds[Math.max(i, 0)] = (System.nanoTime() - start) / 1e3 / count;
      }
      print("transfer, %s: %.2f us", engine, median(microseconds));
    }
  }

  private void loading(byte[] wasm) throws InvalidModuleException {
    Map<String, byte[]> kept = new HashMap<>();
    CompiledCode code = new CompiledCode(
        new CompiledCodeStore() {
          @Override
          public Optional<byte[]> get(String name) {
            return Optional.ofNullable(kept.get(name));
          }

          @Override
          public void put(String name, byte[] content) {
            kept.put(name, content);
          }
        },
        new byte[CompiledCode.KEY_BYTES]);
    double[] checked = new double[MEASUREMENTS];
    double[] cold = new double[MEASUREMENTS];
    double[] warm = new double[MEASUREMENTS];
    for (int i = 0; i < MEASUREMENTS; i++) {
      kept.clear();
      long start = System.nanoTime();
      GuestModule module = GuestModule.of(wasm);
      long parsed = System.nanoTime();
      ExecutableModule.prepare(module, Engine.COMPILED, code);
      long compiled = System.nanoTime();
      ExecutableModule.prepare(module, Engine.COMPILED, code);
      warm[i] = (System.nanoTime() - compiled) / 1e6;
      cold[i] = (compiled - parsed) / 1e6;
      checked[i] = (parsed - start) / 1e6;
      if (i == 0) {
        print(
            "first of the JVM: check and instrument %.1f ms, compile %.1f ms", checked[0], cold[0]);
      }
    }
    print(
        "load %d bytes: check and instrument %.2f ms, then compile %.2f ms, or load compiled %.2f ms",
        wasm.length, median(checked), median(cold), median(warm));
  }

  private void print(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}
