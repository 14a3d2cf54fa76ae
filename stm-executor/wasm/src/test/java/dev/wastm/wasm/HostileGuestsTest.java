package dev.wastm.wasm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.wasm.abi.GuestResult;
import dev.wastm.wasm.testing.BothEngines;
import dev.wastm.wasm.testing.Epoch;
import dev.wastm.wasm.testing.TestHost;
import dev.wastm.wasm.testing.TestModule;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Guests that use up whatever they can, all at once: the others' calls go on as if they were alone, and nothing of it stays. */
@Tag("attack")
class HostileGuestsTest {
  private static final int THREADS = 4;
  private static final int ROUNDS = 15;
  private static final long STACK_BYTES = 256L * 1024 * 1024;
  private static final long HEAP_BYTES_MAX = 96L * 1024 * 1024;

  /** Each calls itself as deeply as calls may be nested, and then does its worst. */
  private static TestModule attacker(String body, String... imports) {
    String[] all = java.util.Arrays.copyOf(imports, imports.length + 1);
    all[imports.length] = "wastm.call";
    return TestModule.withInterface(
            "i32.const 63 memory.grow 0 drop i32.const 4096 i32.const 7 i32.const 4000000"
                + " memory.fill 0 i32.const 80 i32.const 1 i32.const 80 i32.const 1 i32.const 0"
                + " i32.const 0 call $call drop " + body + " i32.const 0",
            "i32.const 8",
            all)
        .memory(1, 64)
        .exportMemory()
        .data(80, "a")
        .function("down", "i32", "", "i64 ".repeat(100), "local.get 0 call $down");
  }

  private static List<TestModule> attackers() {
    String loop =
        " local.get 2 i32.const 1 i32.add local.tee 2 i32.const 100000 i32.lt_u br_if 0 end";
    return List.of(
        attacker("loop void br 0 end"),
        attacker("i32.const 1 call $down"),
        attacker("unreachable"),
        attacker(
            "loop void i32.const 0 local.get 2 i32.store 0 0 i32.const 0 i32.const 4 i32.const 4096"
                + " i32.const 65536 call $state_write" + loop,
            "wastm.state_write"),
        attacker(
            "loop void i32.const 1 i32.const 4096 i32.const 4096 call $log" + loop, "wastm.log"),
        attacker(
            "loop void i32.const 0 i32.const 0 i32.const 4096 i32.const 16384 call $emit" + loop,
            "wastm.emit"));
  }

  private static GuestResult run(ExecutableModule module, TestHost host) {
    return module.execute(new byte[0], new byte[0], Epoch.budget(100 * BothEngines.FUEL), host);
  }

  private static long heapBytesInUse() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  @Test
  @Timeout(100)
  void othersGoOnUnharmed() throws Exception {
    ExecutableModule innocent = ExecutableModule.prepare(
        GuestModule.of(
            TestModule.guest("i32.const 0 i64.const 42 i64.store 0 0 i32.const 0")
                .bytes(),
            Epoch.RULES),
        Engine.COMPILED);
    String expected = BothEngines.describe(run(innocent, new TestHost()));
    List<ExecutableModule> attackers = new ArrayList<>();
    for (TestModule each : attackers()) {
      attackers.add(
          ExecutableModule.prepare(GuestModule.of(each.bytes(), Epoch.RULES), Engine.COMPILED));
    }
    long before = heapBytesInUse();
    ExecutorService threads =
        Executors.newFixedThreadPool(THREADS, body -> new Thread(null, body, "guest", STACK_BYTES));
    try {
      List<Callable<String>> calls = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        for (ExecutableModule each : attackers) {
          calls.add(() -> "attack " + run(each, new TestHost().calling(each)).getClass());
          calls.add(() -> BothEngines.describe(run(innocent, new TestHost())));
        }
      }
      Set<String> outcomes = threads.invokeAll(calls, 90, TimeUnit.SECONDS).stream()
          .map(HostileGuestsTest::result)
          .filter(outcome -> !outcome.startsWith("attack"))
          .collect(Collectors.toSet());
      assertEquals(Set.of(expected), outcomes);
    } finally {
      threads.shutdownNow();
      assertTrue(threads.awaitTermination(10, TimeUnit.SECONDS));
    }
    long kept = heapBytesInUse() - before;
    assertTrue(kept < HEAP_BYTES_MAX, "kept " + kept + " bytes");
  }

  private static String result(Future<String> call) {
    try {
      return call.get();
    } catch (Exception e) {
      throw new AssertionError("A call failed as no guest may make it fail.", e);
    }
  }
}
