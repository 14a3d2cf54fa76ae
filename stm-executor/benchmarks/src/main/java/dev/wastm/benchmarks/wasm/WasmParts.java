package dev.wastm.benchmarks.wasm;

import dev.wastm.benchmarks.Figure;
import dev.wastm.benchmarks.Guests;
import dev.wastm.benchmarks.Stopwatch;
import dev.wastm.ledger.state.State;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.stm.Outcome;
import dev.wastm.stm.SequentialExecutor;
import dev.wastm.stm.TransactionBody;
import dev.wastm.wasm.Engine;
import dev.wastm.wasm.ExecutableModule;
import dev.wastm.wasm.GuestModule;
import dev.wastm.wasm.abi.CallBudget;
import dev.wastm.wasm.abi.GuestResult;
import dev.wastm.wasm.abi.GuestRules;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** What a call of a guest and a host call cost, without an actor's own work. */
final class WasmParts {
  private static final String PART = "guest";
  private static final byte[] NOBODY = {'x'};
  private static final long FUEL = 1L << 40;

  /** So often does the guest call the host in one call, or is it called in one measurement. */
  private static final int TIMES = 1_000;

  private final Stopwatch stopwatch;
  private final Consumer<Figure> out;

  WasmParts(Stopwatch stopwatch, Consumer<Figure> out) {
    this.stopwatch = stopwatch;
    this.out = out;
  }

  void measure() throws Exception {
    ExecutableModule module = ExecutableModule.prepare(
        GuestModule.of(Guests.PARTS.wasm(), GuestRules.epoch1()), Engine.COMPILED);
    try (SequentialExecutor executor = new SequentialExecutor()) {
      double[] ns = stopwatch.inTurn(
          task(executor, module, "nothing", TIMES),
          task(executor, module, "dirty", TIMES),
          task(executor, module, "height", 1),
          task(executor, module, "read", 1),
          task(executor, module, "write", 1));
      double call = ns[0] / TIMES;
      figure("empty call: instance taken, called three times, put back", call);
      figure("reset of 64 KB made dirty, and making them so", ns[1] / TIMES - call);
      figure("host call that does nothing else (ctx_height)", (ns[2] - call) / TIMES);
      figure("state_read of 8 bytes under a key of 16", (ns[3] - call) / TIMES);
      figure("state_write of 8 bytes under a key of 16", (ns[4] - call) / TIMES);
    }
  }

  private static Stopwatch.Task task(
      SequentialExecutor executor, ExecutableModule module, String name, int calls) {
    byte[] method = name.getBytes(StandardCharsets.US_ASCII);
    TransactionBody<StateKey, byte[], GuestResult> transaction = view -> {
      ViewHost host = new ViewHost(view, NOBODY, NOBODY);
      GuestResult result = module.execute(method, NOBODY, budget(), host);
      for (int i = 1; i < calls; i++) {
        result = module.execute(method, NOBODY, budget(), host);
      }
      return result;
    };
    return () -> {
      Outcome<GuestResult> outcome =
          executor.execute(List.of(transaction), State.EMPTY).outcomes().get(0);
      if (!(outcome instanceof Outcome.Returned<GuestResult> returned
          && returned.value() instanceof GuestResult.Success)) {
        throw new IllegalStateException("The measured guest failed: " + outcome);
      }
    };
  }

  private static CallBudget budget() {
    return CallBudget.ofTransaction(FUEL, GuestRules.epoch1().calls());
  }

  private void figure(String name, double ns) {
    out.accept(new Figure(PART, name, ns, "ns"));
  }
}
