package dev.wastm.wasm;

import java.nio.charset.StandardCharsets;

/** The imports {@code call} and {@code call_output}, for one instance. Confined to the thread that runs the instance. */
final class NestedCalls {
  private static final int SUCCEEDED = 0;
  private static final int FAILED = 1;
  private static final byte[] NOTHING = new byte[0];

  private final GuestInstance instance;
  private byte[] output = NOTHING;

  NestedCalls(GuestInstance instance) {
    this.instance = instance;
  }

  void begin() {
    output = NOTHING;
  }

  /** The last call's output, or its error message; empty before the first. */
  byte[] output() {
    return output;
  }

  long call(HostState state, CallBudget budget, byte[] actor, byte[] method, byte[] args) {
    instance.charge(FuelSchedule.NESTED_CALL);
    GuestResult result = budget.mayNest()
        ? state.call(
            actor, method, args, budget.nested(instance.fuelLeft(), instance.callDepthLeft()))
        : new GuestResult.Reverted(
            "Calls of actors are nested more than " + GuestLimits.NESTED_CALLS_MAX + " deep.", 0);
    instance.charge(result.fuelUsed());
    output = outputOf(result);
    return result instanceof GuestResult.Success ? SUCCEEDED : FAILED;
  }

  private static byte[] outputOf(GuestResult result) {
    if (result instanceof GuestResult.Success success) {
      return success.output();
    } else if (result instanceof GuestResult.Reverted reverted) {
      return utf8(reverted.message());
    } else if (result instanceof GuestResult.Trapped trapped) {
      return utf8(trapped.message());
    }
    return utf8("The called actor ran out of fuel.");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
