package dev.wastm.wasm;

/** The rules that tests run guests by. */
final class Epoch {
  static final GuestRules RULES = GuestRules.epoch1();
  static final ModuleLimits MODULES = RULES.modules();
  static final CallLimits CALLS = RULES.calls();
  static final FuelSchedule.Code CODE = RULES.fuel().code();
  static final FuelSchedule.Host HOST = RULES.fuel().host();

  private Epoch() {}

  static CallBudget budget(long fuel) {
    return CallBudget.ofTransaction(fuel, CALLS);
  }

  static GuestResult trapped(TrapReason reason, long... numbers) {
    return new GuestResult.Trapped(
        Trap.of(reason, numbers), java.util.Optional.empty(), BothEngines.FUEL);
  }
}
