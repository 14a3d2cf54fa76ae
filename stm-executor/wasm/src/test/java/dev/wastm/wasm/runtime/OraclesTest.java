package dev.wastm.wasm.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wastm.wasm.Engine;
import dev.wastm.wasm.ExecutableModule;
import dev.wastm.wasm.GuestModule;
import dev.wastm.wasm.crypto.Sha256;
import dev.wastm.wasm.testing.BothEngines;
import dev.wastm.wasm.testing.Epoch;
import dev.wastm.wasm.testing.TestHost;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Engines that share no code with those of this project find the same: outcome, fuel and state, of the instrumented module. And every JVM, cold
 * and warm.
 */
@Tag("oracle")
class OraclesTest {
  private static final int REPETITIONS = 100_000;

  /** Of what all JDKs find; it changes with the generator, the examples, and the rules of the protocol epoch. */
  private static final String EVERYWHERE =
      "4fa6684bd8c4a855e7e22f3ebe4e3e46e2e63fb87789953161fd6185dc605247";

  @TempDir
  private Path folder;

  /** Two runs could only differ by the JDK: so each compares itself with what is written here. */
  @Test
  @Timeout(120)
  void everyJdkAndBothEnginesFindTheSame() {
    StringBuilder all = new StringBuilder();
    Set<String> endings = new HashSet<>();
    for (OracleCase each : OracleCase.all()) {
      BothEngines.Run run = BothEngines.run(
          each.wasm(), TestHost.bytes(each.method()), each.args(), each.fuel(), each::host);
      endings.add(OracleCase.describe(run.result()).split(" ", 2)[0]);
      all.append(BothEngines.describe(run.result())).append(run.host().seen());
    }
    assertEquals(Set.of("Success", "Reverted", "Trapped", "OutOfFuel"), endings);
    byte[] digest = Sha256.of(all.toString().getBytes(StandardCharsets.UTF_8));
    assertEquals(EVERYWHERE, HexFormat.of().formatHex(digest));
  }

  @Test
  @Timeout(120)
  void v8FindsTheSame() throws Exception {
    List<OracleCase> cases = OracleCase.all();
    List<Map<OracleCase.Seen, Integer>> seen = V8.runOrSkip(cases, 1, folder);
    for (int i = 0; i < cases.size(); i++) {
      OracleCase each = cases.get(i);
      assertEquals(Map.of(each.on(Engine.COMPILED), 1), seen.get(i), each.name());
    }
  }

  @Test
  @Timeout(120)
  void graalWasmFindsTheSame() {
    try (GraalWasm engine = GraalWasm.openOrSkip()) {
      for (OracleCase each : OracleCase.all()) {
        OracleCase.Seen seen =
            BothEngines.onLargeStack(() -> engine.prepare(each).run());
        assertEquals(each.on(Engine.COMPILED), seen, each.name());
      }
    }
  }

  private static OracleCase increment() {
    return OracleCase.all().stream()
        .filter(each -> each.name().equals("counter.increment({\"by\":3})"))
        .findFirst()
        .orElseThrow();
  }

  /** By the hundred-thousandth time, all of it has been compiled by every tier of the JVM. */
  @ParameterizedTest
  @EnumSource(Engine.class)
  @Timeout(120)
  void aWarmJvmFindsWhatAColdOneDid(Engine engine) throws Exception {
    OracleCase increment = increment();
    ExecutableModule module =
        ExecutableModule.prepare(GuestModule.of(increment.wasm(), Epoch.RULES), engine);
    assertAlwaysTheSame(repeat(() -> increment.on(module)));
  }

  @Test
  @Timeout(300)
  void aWarmGraalWasmFindsWhatAColdOneDid() {
    try (GraalWasm engine = GraalWasm.openOrSkip()) {
      GraalWasm.Prepared prepared = engine.prepare(increment());
      assertAlwaysTheSame(repeat(prepared::run));
    }
  }

  @Test
  @Timeout(300)
  void aWarmV8FindsWhatAColdOneDid() throws Exception {
    assertAlwaysTheSame(V8.runOrSkip(List.of(increment()), REPETITIONS, folder).get(0));
  }

  private static Map<OracleCase.Seen, Integer> repeat(Supplier<OracleCase.Seen> run) {
    Map<OracleCase.Seen, Integer> seen = new HashMap<>();
    for (int i = 0; i < REPETITIONS; i++) {
      seen.merge(run.get(), 1, Integer::sum);
    }
    return seen;
  }

  /** The interpreter has run it once when it is asked here. */
  private static void assertAlwaysTheSame(Map<OracleCase.Seen, Integer> seen) {
    assertEquals(Map.of(increment().on(Engine.INTERPRETER), REPETITIONS), seen);
  }
}
