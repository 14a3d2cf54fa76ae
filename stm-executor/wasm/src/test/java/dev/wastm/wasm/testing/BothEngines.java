package dev.wastm.wasm.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wastm.wasm.Engine;
import dev.wastm.wasm.ExecutableModule;
import dev.wastm.wasm.GuestModule;
import dev.wastm.wasm.abi.GuestResult;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Runs a call on both engines, twice on each so that the second meets a warm instance, and finds one outcome. */
public final class BothEngines {
  public static final long FUEL = 10_000_000;
  private static final long STACK_BYTES = 256L * 1024 * 1024;
  private static final long WAIT_SECONDS = 60;
  private static final int RUNS = 2;

  private BothEngines() {}

  /** How a call ended, and the host as it was then. */
  public record Run(GuestResult result, TestHost host) {}

  public static GuestResult execute(TestModule module) {
    return execute(module, FUEL, TestHost::new);
  }

  public static GuestResult execute(TestModule module, long fuelLimit, Supplier<TestHost> hosts) {
    return withoutPlace(run(module.bytes(), new byte[0], fuelLimit, hosts).result());
  }

  /** For those to whom it does not matter where a guest trapped. */
  private static GuestResult withoutPlace(GuestResult result) {
    return result instanceof GuestResult.Trapped trapped
        ? new GuestResult.Trapped(trapped.trap(), Optional.empty(), trapped.fuelUsed())
        : result;
  }

  public static TestHost hostAfter(TestModule module, Supplier<TestHost> hosts) {
    return run(module.bytes(), new byte[0], FUEL, hosts).host();
  }

  public static Run run(byte[] wasm, byte[] args, long fuelLimit, Supplier<TestHost> hosts) {
    return run(wasm, TestHost.bytes("run"), args, fuelLimit, hosts);
  }

  public static Run run(
      byte[] wasm, byte[] method, byte[] args, long fuelLimit, Supplier<TestHost> hosts) {
    List<Run> runs = new ArrayList<>(on(Engine.COMPILED, wasm, method, args, fuelLimit, hosts));
    runs.addAll(on(Engine.INTERPRETER, wasm, method, args, fuelLimit, hosts));
    Run first = runs.get(0);
    for (Run each : runs) {
      assertEquals(describe(first.result()), describe(each.result()));
      assertEquals(first.host().seen(), each.host().seen());
    }
    return first;
  }

  private static List<Run> on(
      Engine engine,
      byte[] wasm,
      byte[] method,
      byte[] args,
      long fuelLimit,
      Supplier<TestHost> hosts) {
    return onLargeStack(() -> {
      ExecutableModule module = ExecutableModule.prepare(GuestModule.of(wasm, Epoch.RULES), engine);
      List<Run> runs = new ArrayList<>();
      for (int i = 0; i < RUNS; i++) {
        TestHost host = hosts.get().calling(module);
        runs.add(new Run(module.execute(method, args, Epoch.budget(fuelLimit), host), host));
      }
      return runs;
    });
  }

  /** As the ledger does: on a thread whose stack is large enough for any guest. */
  public static <T> T onLargeStack(Callable<T> body) {
    FutureTask<T> task = new FutureTask<>(body);
    Thread thread = new Thread(null, task, "guest", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("The guest could not be run: " + e.getCause(), e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("The guest did not end.", e);
    }
  }

  /** All of a result, as text that can be compared. */
  public static String describe(GuestResult result) {
    return result instanceof GuestResult.Success success
        ? "Success " + HexFormat.of().formatHex(success.output()) + " " + success.fuelUsed()
        : result.toString();
  }

  /** The eight bytes of output of a {@link TestModule#guest}. */
  public static long output(GuestResult result) {
    if (result instanceof GuestResult.Success success) {
      return Long.reverseBytes(
          Long.parseUnsignedLong(HexFormat.of().formatHex(success.output()), 16));
    }
    throw new AssertionError("The guest did not succeed: " + result);
  }
}
