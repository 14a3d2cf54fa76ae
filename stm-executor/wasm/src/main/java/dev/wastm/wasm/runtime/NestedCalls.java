package dev.wastm.wasm.runtime;

import dev.wastm.wasm.abi.CallBudget;
import dev.wastm.wasm.abi.FuelSchedule;
import dev.wastm.wasm.abi.GuestResult;
import dev.wastm.wasm.abi.HostState;
import java.nio.charset.StandardCharsets;

/** The imports {@code call} and {@code call_output}, for one instance. Confined to the thread that runs the instance. */
final class NestedCalls {
  private static final int SUCCEEDED = 0;
  private static final int FAILED = 1;
  private static final String OUT_OF_FUEL = "OUT_OF_FUEL";
  private static final byte[] NOTHING = new byte[0];

  private final GuestInstance instance;
  private final FuelSchedule.Host prices;
  private byte[] output = NOTHING;

  NestedCalls(GuestInstance instance, FuelSchedule.Host prices) {
    this.instance = instance;
    this.prices = prices;
  }

  void begin() {
    output = NOTHING;
  }

  /** The last call's output, its message where it reverted, or the name of what ended it; empty before the first. */
  byte[] output() {
    return output;
  }

  long call(HostState state, CallBudget budget, byte[] actor, byte[] method, byte[] args) {
    budget.transaction().call();
    instance.charge(prices.nestedCall());
    GuestResult result = budget.mayNest()
        ? state.call(
            actor,
            method,
            args,
            budget.nested(
                instance.fuelLeft(), instance.callDepthLeft(), instance.memory().pages()))
        : new GuestResult.Refused(GuestResult.Refusal.NESTED_TOO_DEEPLY);
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
      return utf8(trapped.trap().reason().name());
    } else if (result instanceof GuestResult.Refused refused) {
      return utf8(refused.refusal().name());
    }
    return utf8(OUT_OF_FUEL);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
