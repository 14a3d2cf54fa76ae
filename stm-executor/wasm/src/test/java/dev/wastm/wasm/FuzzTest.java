package dev.wastm.wasm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Generated and mutated modules: nothing crashes or hangs, and the engines agree on everything, and on what the fuel should be. A longer run:
 * {@code mvn -pl stm-executor/wasm test -Dtest=FuzzTest -Dtest.jvm.args="-Dwastm.fuzz.modules=20000 -Dwastm.fuzz.seed=1"}.
 */
class FuzzTest {
  private static final int MODULES = Integer.getInteger("wastm.fuzz.modules", 60);
  private static final long FIRST_SEED = Long.getLong("wastm.fuzz.seed", 1_000_000);
  private static final long FUEL = 300_000;
  private static final Path EXAMPLES = Path.of("../../assemblyscript-examples/examples");

  private static final long[] INTERESTING = {
    0,
    1,
    4,
    32,
    64,
    256,
    257,
    1024,
    2000,
    2004,
    16_384,
    65_530,
    65_535,
    65_536,
    65_537,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    -1,
    Long.MAX_VALUE,
  };

  private enum Ending {
    SUCCESS,
    REVERTED,
    TRAPPED,
    OUT_OF_FUEL
  }

  private static Ending ending(GuestResult result) {
    if (result instanceof GuestResult.Success) {
      return Ending.SUCCESS;
    } else if (result instanceof GuestResult.Reverted) {
      return Ending.REVERTED;
    }
    return result instanceof GuestResult.Trapped ? Ending.TRAPPED : Ending.OUT_OF_FUEL;
  }

  private static GuestResult run(byte[] wasm, long seed) {
    try {
      return BothEngines.run(
              wasm, new byte[] {1, 2, 3, 4}, FUEL, () -> new TestHost().with("\1", "value"))
          .result();
    } catch (AssertionError e) {
      throw new AssertionError("With seed " + seed + ": " + e.getMessage(), e);
    }
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.DAYS)
  void enginesAgreeOnGeneratedModules() {
    Map<Ending, Integer> endings = new EnumMap<>(Ending.class);
    for (long seed = FIRST_SEED; seed < FIRST_SEED + MODULES; seed++) {
      byte[] wasm = ModuleGenerator.module(seed, true).bytes();
      endings.merge(ending(run(wasm, seed)), 1, Integer::sum);
    }
    assertEquals(Ending.values().length, endings.size(), "all endings are met: " + endings);
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.DAYS)
  void fuelIsThePriceOfWhatWasExecuted() {
    int successes = 0;
    for (long seed = FIRST_SEED; seed < FIRST_SEED + MODULES; seed++) {
      byte[] wasm = ModuleGenerator.module(seed, false).bytes();
      GuestResult result = run(wasm, seed);
      if (result instanceof GuestResult.Success) {
        successes++;
        long expected =
            BothEngines.onLargeStack(() -> new FuelOracle(wasm).fuelUsed(new byte[] {1, 2, 3, 4}));
        assertEquals(expected, result.fuelUsed(), "seed " + seed);
      }
    }
    assertTrue(successes > MODULES / 10, "only " + successes + " modules succeed");
  }

  /** Every import, with arguments from the ends and the middle of what there is: an outcome, and the same on both engines. */
  @Test
  @Timeout(value = 1, unit = TimeUnit.DAYS)
  void hostCallsTakeAnyArguments() {
    Random random = new Random(FIRST_SEED);
    for (String name : HostFunctions.names()) {
      for (int i = 0; i < 1 + MODULES / 12; i++) {
        byte[] wasm = callingWithAny(name, random).bytes();
        run(wasm, FIRST_SEED);
      }
    }
  }

  private static TestModule callingWithAny(String name, Random random) {
    int dot = name.indexOf('.');
    FunctionType type = HostFunctions.type(name.substring(0, dot), name.substring(dot + 1));
    StringBuilder body = new StringBuilder();
    for (int times = 0; times < 2; times++) {
      for (ValType parameter : type.params()) {
        long value = INTERESTING[random.nextInt(INTERESTING.length)];
        String text = parameter.equals(ValType.I32) ? "" + (int) value : "" + value;
        body.append(parameter.name().toLowerCase(Locale.ROOT))
            .append(".const ")
            .append(text)
            .append(' ');
      }
      body.append("call $").append(name.substring(dot + 1)).append(' ');
      body.append(type.returns().isEmpty() ? "" : "drop ");
    }
    return TestModule.guest(body + "i32.const 0", name).data(2000, "some text\0in\0memory");
  }

  private static List<byte[]> seeds() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    seeds.add(Files.readAllBytes(EXAMPLES.resolve("counter/counter.wasm")));
    seeds.add(Files.readAllBytes(EXAMPLES.resolve("transfer/transfer.wasm")));
    for (int i = 0; i < 5; i++) {
      seeds.add(ModuleGenerator.module(i, true).bytes());
    }
    return seeds;
  }

  private static byte[] mutate(byte[] wasm, Random random) {
    byte[] mutated = wasm.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(mutated.length);
      mutated[at] = random.nextBoolean()
          ? (byte) random.nextInt(256)
          : (byte) (mutated[at] ^ (1 << random.nextInt(8)));
    }
    return random.nextInt(10) == 0
        ? java.util.Arrays.copyOf(mutated, random.nextInt(mutated.length))
        : mutated;
  }

  private static boolean isValid(byte[] wasm, long seed) {
    try {
      return ModuleChecker.check(wasm).violations().isEmpty();
    } catch (Throwable e) {
      throw new AssertionError("The checker failed with seed " + seed, e);
    }
  }

  /** Whatever the bytes are, the checker reports; and what it accepts, both engines run alike. */
  @Test
  @Timeout(value = 1, unit = TimeUnit.DAYS)
  void mutatedModulesAreRefusedOrRunAlike() throws Exception {
    List<byte[]> seeds = seeds();
    int accepted = 0;
    for (long seed = FIRST_SEED; seed < FIRST_SEED + 3L * MODULES; seed++) {
      byte[] wasm = mutate(seeds.get((int) (seed % seeds.size())), new Random(seed));
      if (isValid(wasm, seed)) {
        accepted++;
        run(wasm, seed);
      }
    }
    assertTrue(accepted > 0, "some mutations are valid modules");
  }
}
