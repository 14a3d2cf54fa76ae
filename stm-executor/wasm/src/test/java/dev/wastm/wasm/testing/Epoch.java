package dev.wastm.wasm.testing;

import dev.wastm.wasm.abi.CallBudget;
import dev.wastm.wasm.abi.CallLimits;
import dev.wastm.wasm.abi.FuelSchedule;
import dev.wastm.wasm.abi.GuestResult;
import dev.wastm.wasm.abi.GuestRules;
import dev.wastm.wasm.abi.ModuleLimits;
import dev.wastm.wasm.trap.Trap;
import dev.wastm.wasm.trap.TrapReason;

/** The rules that tests run guests by. */
public final class Epoch {
  public static final GuestRules RULES = GuestRules.epoch1();
  public static final ModuleLimits MODULES = RULES.modules();
  public static final CallLimits CALLS = RULES.calls();
  public static final FuelSchedule.Code CODE = RULES.fuel().code();
  public static final FuelSchedule.Host HOST = RULES.fuel().host();

  private Epoch() {}

  public static CallBudget budget(long fuel) {
    return CallBudget.ofTransaction(fuel, CALLS);
  }

  public static GuestResult trapped(TrapReason reason, long... numbers) {
    return new GuestResult.Trapped(
        Trap.of(reason, numbers), java.util.Optional.empty(), BothEngines.FUEL);
  }
}
