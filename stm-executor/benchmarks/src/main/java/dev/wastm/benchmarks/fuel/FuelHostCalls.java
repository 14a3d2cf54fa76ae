package dev.wastm.benchmarks.fuel;

import static dev.wastm.benchmarks.fuel.FuelPattern.steps;

import dev.wastm.benchmarks.fuel.FuelStep.Operation;
import dev.wastm.ledger.batch.Status;
import java.util.ArrayList;
import java.util.List;

/** Patterns about what the host does for a guest, but for the state; and about transactions that fail. */
final class FuelHostCalls {
  private static final int KIB = 1024;
  private static final long FAILING_FUEL = 30_000;

  private final List<FuelPattern> patterns = new ArrayList<>();

  private FuelHostCalls() {}

  static List<FuelPattern> all() {
    FuelHostCalls all = new FuelHostCalls();
    all.hostCalls();
    all.nestedCalls();
    all.failures();
    return List.copyOf(all.patterns);
  }

  private void put(FuelPattern pattern) {
    patterns.add(pattern);
  }

  private static FuelPattern repeated(String name, Operation operation, int count, int a, int b) {
    return steps(name, count, FuelStep.of(operation, count, a, b));
  }

  private void hostCalls() {
    String[] contexts = {"actor", "sender", "caller", "height", "time", "tx_index", "fuel"};
    for (int i = 0; i < contexts.length; i++) {
      put(repeated("ctx_" + contexts[i], Operation.CONTEXT, 2_000, i, 0));
    }
    put(repeated("ctx_random-1", Operation.RANDOM, 1_000, 1, 0));
    put(repeated("ctx_random-1K", Operation.RANDOM, 200, KIB, 0));
    put(repeated("sha256-0", Operation.SHA256, 1_000, 0, 0));
    put(repeated("sha256-32", Operation.SHA256, 1_000, 32, 0));
    put(repeated("sha256-1K", Operation.SHA256, 300, KIB, 0));
    put(repeated("sha256-64K", Operation.SHA256, 10, 64 * KIB, 0));
    put(repeated("ed25519_verify-right", Operation.VERIFY, 4, 2, 0));
    put(repeated("ed25519_verify-wrong", Operation.VERIFY, 4, 3, 0));
    put(repeated("ed25519_verify-64K", Operation.VERIFY, 4, 64 * KIB, 0));
    put(repeated("ed25519_verify-malformed", Operation.VERIFY_WRONG, 4, 2, 0));
    put(repeated("emit-0", Operation.EMIT, 64, 0, 0));
    put(repeated("emit-16K", Operation.EMIT, 64, 256, 16 * KIB).atMost(100));
    put(repeated("log-0", Operation.LOG, 64, 0, 0));
    put(repeated("log-4K", Operation.LOG, 64, 4 * KIB, 0).atMost(200));
    put(repeated("log-64K", Operation.LOG, 64, 64 * KIB, 0).atMost(200));
    put(repeated("log-dropped", Operation.LOG, 2_000, 64, 0));
    put(steps("output-64K", 1, FuelStep.of(Operation.OUTPUT, 1, 64 * KIB, 0)).atMost(1_500));
  }

  /** Steps of which one calls the actor itself, as often as said, with other steps. */
  private static byte[] calling(int count, int argsBytes, FuelStep... nested) {
    byte[] inner = FuelStep.args(nested);
    int at = FuelStep.BYTES + 1;
    byte[] outer =
        FuelStep.args(FuelStep.of(Operation.CALL, count, at, Math.max(argsBytes, inner.length)));
    byte[] args = new byte[outer.length + inner.length];
    System.arraycopy(outer, 0, args, 0, outer.length);
    System.arraycopy(inner, 0, args, outer.length, inner.length);
    return args;
  }

  private static FuelPattern nested(String name, int count, FuelStep... steps) {
    byte[] args = calling(count, 0, steps);
    return steps(name, count, (index, round) -> args);
  }

  private void nestedCalls() {
    put(nested("call-nothing", 100));
    put(nested("call-revert", 100, FuelStep.of(Operation.REVERT, 1)));
    put(nested("call-revert-1K", 100, FuelStep.of(Operation.REVERT, 1, KIB, 0)));
    // A call that fails takes all that it is given, so little is given.
    put(nested("call-trap", 1, FuelStep.of(Operation.TRAP, 1)).limited(FAILING_FUEL));
    put(nested("call-abort", 1, FuelStep.of(Operation.ABORT, 1)).limited(FAILING_FUEL));
    put(repeated("call-nobody", Operation.CALL_NOBODY, 500, 0, 0));
    byte[] large = calling(30, 64 * KIB);
    put(steps("call-args-64K", 30, (index, round) -> large));
    put(nested("call-output-64K", 30, FuelStep.of(Operation.OUTPUT, 1, 64 * KIB, 0)));
    put(steps("call_output-0", 1_000, FuelStep.of(Operation.CALL_OUTPUT, 1_000)));
    byte[] deep = FuelStep.args(FuelStep.of(Operation.CALL, 1, 0, FuelStep.BYTES + 1));
    put(steps("call-16-deep", 17, (index, round) -> deep));
    put(nested("call-grow-4MiB", 5, FuelStep.of(Operation.GROW, 1, 48, 0)));
    put(nested(
        "call-writes-reverted",
        15,
        FuelStep.on(FuelKeys.RANDOM, Operation.WRITE, 200, 0, 8),
        FuelStep.of(Operation.REVERT, 1)));
    put(nested("call-reads", 20, FuelStep.on(FuelKeys.RANDOM, Operation.READ, 50, 0, 8)));
    put(nested("call-scans", 4, new FuelStep(Operation.SCAN, FuelKeys.RANDOM, 200, 0, 64, 1)));
  }

  private void failures() {
    put(steps("revert-0", 1, FuelStep.of(Operation.REVERT, 1)).ending(Status.REVERTED));
    put(steps("revert-1K", 1, FuelStep.of(Operation.REVERT, 1, KIB, 0)).ending(Status.REVERTED));
    put(steps("abort-1K", 1, FuelStep.of(Operation.ABORT, 1))
        .limited(FuelPattern.LEAST)
        .ending(Status.TRAPPED));
    put(steps("trap", 1, FuelStep.of(Operation.TRAP, 1))
        .limited(FuelPattern.LEAST)
        .ending(Status.TRAPPED));
    put(steps(
            "trap-after-4000-writes",
            1,
            FuelStep.on(FuelKeys.ABSENT, Operation.WRITE, 4_000, 0, 1),
            FuelStep.of(Operation.TRAP, 1))
        .limited(FuelPattern.LEAST)
        .ending(Status.TRAPPED));
    put(steps("out-of-fuel-burning", 1, FuelStep.of(Operation.BURN, 1, 1 << 30, 0))
        .limited(1_000_000)
        .ending(Status.OUT_OF_FUEL));
  }
}
