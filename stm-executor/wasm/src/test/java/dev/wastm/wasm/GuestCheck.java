package dev.wastm.wasm;

import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import dev.wastm.wasm.abi.GuestResult;
import dev.wastm.wasm.abi.HostImport;
import dev.wastm.wasm.metering.FuelOracle;
import dev.wastm.wasm.runtime.OracleCase;
import dev.wastm.wasm.testing.BothEngines;
import dev.wastm.wasm.testing.Epoch;
import dev.wastm.wasm.testing.ModuleGenerator;
import dev.wastm.wasm.testing.TestHost;
import dev.wastm.wasm.testing.TestModule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * One generated or mutated guest on both engines: no crash, no hang, no difference, and the fuel that it should be. Everything follows from
 * one seed, which is named where something fails. A program of its own too, to look for rare faults for as long as it is told.
 */
public final class GuestCheck {
  private static final long FUEL = 300_000;
  private static final int GENERATED_SEEDS = 5;

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

  private final List<byte[]> mutated = new ArrayList<>();

  GuestCheck() {
    mutated.add(OracleCase.example("counter"));
    mutated.add(OracleCase.example("transfer"));
    for (int i = 0; i < GENERATED_SEEDS; i++) {
      mutated.add(ModuleGenerator.module(i, true).bytes());
    }
  }

  /** Arguments: seconds to run, and a seed to begin with. Exits with 1 where something is wrong. */
  public static void main(String[] args) {
    long endNs = System.nanoTime() + (long) (Double.parseDouble(args[0]) * 1e9);
    long seed = Long.parseLong(args[1]);
    GuestCheck check = new GuestCheck();
    long guests = 0;
    while (System.nanoTime() < endNs) {
      check.generated(seed);
      check.metered(seed);
      check.mutated(seed);
      check.callsWithAnyArguments(seed);
      seed++;
      guests += 4;
    }
    System.out.println(guests + " guests, the last with seed " + (seed - 1) + ": no difference.");
    System.exit(0);
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

  /** A guest that does anything guests may do. */
  GuestResult generated(long seed) {
    return run(ModuleGenerator.module(seed, true).bytes(), seed);
  }

  /** A guest without a host: what it used, where it succeeds, is the price of what was executed. */
  GuestResult metered(long seed) {
    byte[] wasm = ModuleGenerator.module(seed, false).bytes();
    GuestResult result = run(wasm, seed);
    if (result instanceof GuestResult.Success) {
      long expected =
          BothEngines.onLargeStack(() -> new FuelOracle(wasm).fuelUsed(new byte[] {1, 2, 3, 4}));
      if (expected != result.fuelUsed()) {
        throw new AssertionError("With seed " + seed + ": used " + result.fuelUsed()
            + " of fuel, which should be " + expected);
      }
    }
    return result;
  }

  /** Whatever the bytes are, the checker reports; what it accepts is run, and its outcome returned. */
  Optional<GuestResult> mutated(long seed) {
    byte[] original = mutated.get((int) Math.floorMod(seed, (long) mutated.size()));
    byte[] wasm = mutate(original, new Random(seed));
    return isValid(wasm, seed) ? Optional.of(run(wasm, seed)) : Optional.empty();
  }

  private static byte[] mutate(byte[] wasm, Random random) {
    byte[] changed = wasm.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(changed.length);
      changed[at] = random.nextBoolean()
          ? (byte) random.nextInt(256)
          : (byte) (changed[at] ^ (1 << random.nextInt(8)));
    }
    return random.nextInt(10) == 0
        ? Arrays.copyOf(changed, random.nextInt(changed.length))
        : changed;
  }

  private static boolean isValid(byte[] wasm, long seed) {
    try {
      return ModuleChecker.check(wasm, Epoch.RULES).violations().isEmpty();
    } catch (Throwable e) {
      throw new AssertionError("The checker failed with seed " + seed, e);
    }
  }

  /** One import, with arguments from the ends and the middle of what there is. */
  GuestResult callsWithAnyArguments(long seed) {
    HostImport[] imports = HostImport.values();
    HostImport each = imports[(int) Math.floorMod(seed, (long) imports.length)];
    return run(callingWithAny(each, new Random(seed)).bytes(), seed);
  }

  private static TestModule callingWithAny(HostImport each, Random random) {
    FunctionType type = each.type();
    StringBuilder body = new StringBuilder();
    for (int times = 0; times < 2; times++) {
      for (ValType parameter : type.params()) {
        long value = INTERESTING[random.nextInt(INTERESTING.length)];
        body.append(parameter.name().toLowerCase(Locale.ROOT))
            .append(".const ")
            .append(parameter.equals(ValType.I32) ? (int) value : value)
            .append(' ');
      }
      body.append("call $").append(each.field()).append(' ');
      body.append(type.returns().isEmpty() ? "" : "drop ");
    }
    return TestModule.guest(body + "i32.const 0", each.qualifiedName())
        .data(2000, "some text\0in\0memory");
  }
}
