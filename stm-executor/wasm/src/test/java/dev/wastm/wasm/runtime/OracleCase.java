package dev.wastm.wasm.runtime;

import com.dylibso.chicory.wasm.WasmModule;
import dev.wastm.wasm.Engine;
import dev.wastm.wasm.ExecutableModule;
import dev.wastm.wasm.GuestModule;
import dev.wastm.wasm.abi.GuestCall;
import dev.wastm.wasm.abi.GuestResult;
import dev.wastm.wasm.format.WasmFile;
import dev.wastm.wasm.metering.Instrumentation;
import dev.wastm.wasm.metering.UnsignedComparisons;
import dev.wastm.wasm.testing.BothEngines;
import dev.wastm.wasm.testing.Epoch;
import dev.wastm.wasm.testing.MeteredExports;
import dev.wastm.wasm.testing.ModuleGenerator;
import dev.wastm.wasm.testing.TestHost;
import dev.wastm.wasm.validation.InvalidModuleException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One call of a guest, for every engine there is.
 *
 * @param state what the actor has stored before, as in {@link TestHost}
 */
@SuppressWarnings("ArrayRecordComponent")
public record OracleCase(
    String name, byte[] wasm, String method, byte[] args, long fuel, Map<String, String> state) {
  private static final Path EXAMPLES = Path.of("../../assemblyscript-examples/examples");
  private static final long GENERATED_FUEL = 300_000;
  private static final long FIRST_SEED = 7_000;

  /** How a call ended, in words that all engines can find: the outcome, and what the host has seen. */
  record Seen(String outcome, String host) {}

  TestHost host() {
    TestHost host = new TestHost();
    state.forEach(host::with);
    return host;
  }

  byte[] input() {
    return GuestCall.encode(TestHost.bytes(method), args);
  }

  private GuestModule module() {
    try {
      return GuestModule.of(wasm, Epoch.RULES);
    } catch (InvalidModuleException e) {
      throw new AssertionError(name + " is not valid", e);
    }
  }

  Seen on(Engine engine) {
    return BothEngines.onLargeStack(() -> on(ExecutableModule.prepare(module(), engine)));
  }

  /** @param module this case's, on any engine */
  Seen on(ExecutableModule module) {
    TestHost host = host();
    GuestResult result = module.execute(TestHost.bytes(method), args, Epoch.budget(fuel), host);
    return new Seen(describe(result), host.seen());
  }

  /** Where and why a guest trapped is for the engines of this project to agree on; others have words of their own. */
  static String describe(GuestResult result) {
    if (result instanceof GuestResult.Success) {
      return BothEngines.describe(result);
    } else if (result instanceof GuestResult.Reverted reverted) {
      return "Reverted " + reverted.message() + " " + reverted.fuelUsed();
    }
    return result instanceof GuestResult.Trapped ? "Trapped" : "OutOfFuel";
  }

  /** The instrumented module, which exports its fuel and call depth as well. */
  byte[] metered() {
    WasmModule original = WasmFile.parse(wasm);
    byte[] metered = Instrumentation.instrument(
            wasm, original, UnsignedComparisons.ofThisJvm(), Epoch.RULES)
        .wasm();
    return MeteredExports.add(metered, Instrumentation.fuelGlobal(original));
  }

  static List<OracleCase> all() {
    List<OracleCase> cases = new ArrayList<>();
    for (long seed = FIRST_SEED; seed < FIRST_SEED + 40; seed++) {
      cases.add(new OracleCase(
          "generated " + seed,
          ModuleGenerator.module(seed, seed % 3 > 0).bytes(),
          "run",
          new byte[] {1, 2, 3, 4},
          GENERATED_FUEL,
          Map.of("\1", "value")));
    }
    cases.addAll(counter());
    cases.addAll(transfer());
    return cases;
  }

  private static List<OracleCase> counter() {
    byte[] wasm = example("counter");
    Map<String, String> stored = Map.of("count", "\5\0\0\0\0\0\0\0");
    return List.of(
        actor("counter", wasm, "init", "{\"start\":5}", Map.of()),
        actor("counter", wasm, "increment", "{\"by\":3}", stored),
        actor("counter", wasm, "increment", "{\"by\":-1}", stored),
        actor("counter", wasm, "increment", "{\"by\":", stored),
        actor("counter", wasm, "increment", "{\"by\":9223372036854775807}", stored),
        actor("counter", wasm, "get", "", stored),
        actor("counter", wasm, "nothing", "{}", stored));
  }

  private static List<OracleCase> transfer() {
    byte[] wasm = example("transfer");
    return List.of(
        actor("transfer", wasm, "init", "{}", Map.of()),
        actor("transfer", wasm, "transfer", "{\"to\":\"bob\",\"amount\":7}", Map.of()),
        actor("transfer", wasm, "balance", "{\"account\":\"bob\"}", Map.of()));
  }

  private static OracleCase actor(
      String name, byte[] wasm, String method, String args, Map<String, String> state) {
    return new OracleCase(
        name + "." + method + "(" + args + ")",
        wasm,
        method,
        args.getBytes(StandardCharsets.UTF_8),
        BothEngines.FUEL,
        state);
  }

  public static byte[] example(String name) {
    try {
      return Files.readAllBytes(EXAMPLES.resolve(name + "/" + name + ".wasm"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
