package dev.wastm.wasm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.wasm.abi.GuestResult;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A few hundred guests of {@link GuestCheck}; {@code .ci/fuzz} runs it for longer. */
@Tag("fuzz")
@Timeout(300)
class FuzzTest {
  private static final long FIRST_SEED = 1_000_000;
  private static final int MODULES = 60;

  private final GuestCheck check = new GuestCheck();

  @Test
  void enginesAgreeOnGeneratedModules() {
    Set<Class<?>> endings = new HashSet<>();
    for (long seed = FIRST_SEED; seed < FIRST_SEED + MODULES; seed++) {
      endings.add(check.generated(seed).getClass());
    }
    Set<Class<?>> all = new HashSet<>(Set.of(GuestResult.class.getPermittedSubclasses()));
    all.remove(GuestResult.Refused.class);
    assertEquals(all, endings, "all endings of what has begun are met");
  }

  @Test
  void fuelIsThePriceOfWhatWasExecuted() {
    int successes = 0;
    for (long seed = FIRST_SEED; seed < FIRST_SEED + MODULES; seed++) {
      successes += check.metered(seed) instanceof GuestResult.Success ? 1 : 0;
    }
    assertTrue(successes > MODULES / 10, "only " + successes + " modules succeed");
  }

  @Test
  void mutatedModulesAreRefusedOrRunAlike() {
    int accepted = 0;
    for (long seed = FIRST_SEED; seed < FIRST_SEED + 3L * MODULES; seed++) {
      accepted += check.mutated(seed).isPresent() ? 1 : 0;
    }
    assertTrue(accepted > 0, "some mutations are valid modules");
  }

  @Test
  void hostCallsTakeAnyArguments() {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + 2L * MODULES; seed++) {
      check.callsWithAnyArguments(seed);
    }
  }
}
