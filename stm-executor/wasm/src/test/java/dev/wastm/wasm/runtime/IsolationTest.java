package dev.wastm.wasm.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.wasm.Engine;
import dev.wastm.wasm.ExecutableModule;
import dev.wastm.wasm.GuestModule;
import dev.wastm.wasm.abi.GuestResult;
import dev.wastm.wasm.testing.BothEngines;
import dev.wastm.wasm.testing.Epoch;
import dev.wastm.wasm.testing.TestHost;
import dev.wastm.wasm.testing.TestModule;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One transaction's memory and globals never reach another, though both run on the same warm instance. */
@Tag("integration")
class IsolationTest {
  private static final byte[] METHOD = TestHost.bytes("m");

  /** Where the arguments begin in memory: behind the input's version, lengths and method. */
  private static final String ARGUMENT = "local.get 0 i32.load8_u 0 8";

  private static ExecutableModule prepare(TestModule module, Engine engine) throws Exception {
    return ExecutableModule.prepare(GuestModule.of(module.bytes(), Epoch.RULES), engine);
  }

  private static String run(ExecutableModule module, int argument) {
    return BothEngines.describe(module.execute(
        METHOD, new byte[] {(byte) argument}, Epoch.budget(BothEngines.FUEL), new TestHost()));
  }

  /**
   * A guest that marks whatever it can: each byte of a page and of two grown ones, and both globals. Its output tells the size of the
   * memory, the globals, and whether any byte was other than in the initial image. An argument then says how it ends: 0 returns, 1 traps,
   * 2 reverts, 3 runs out of fuel, 4 fails in the host.
   */
  private static TestModule marking() {
    String differs = "local.get 2 i32.load8_u 0 4096 local.get 2 i32.const 77 i32.eq if i32"
        + " i32.const 5 else i32.const 0 end i32.ne local.get 3 i32.or local.set 3";
    String loop = "loop void " + differs
        + " local.get 2 i32.const 1 i32.add local.tee 2 i32.const 61440 i32.lt_u br_if 0 end ";
    String report =
        "i32.const 0 local.get 3 i32.store8 0 0 i32.const 0 memory.size 0 i32.store8 0 1"
            + " i32.const 0 global.get 0 i32.store16 0 2 i32.const 0 global.get 1 f32.store 0 4 ";
    String grow = "i32.const 2 memory.grow 0 drop ";
    String mark = "i32.const 4096 i32.const 238 i32.const 192512 memory.fill 0"
        + " i32.const 4444 global.set 0 f32.const 4.5 global.set 1 ";
    String end = "block void block void block void block void block void " + ARGUMENT
        + " br_table 5 0 1 2 3 4 4 end i32.const 0 return end unreachable end"
        + " i32.const 0 i32.const 1 call $revert end loop void br 0 end end"
        + " i32.const -1 i32.const 1 call $revert i32.const 0";
    return TestModule.guest(loop + report + grow + mark + end, "wastm.revert")
        .global("i32", "i32.const 1111")
        .global("f32", "f32.const 1.5")
        .data(4096 + 77, new byte[] {5});
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void nothingIsLeftByAnyEnding(Engine engine) throws Exception {
    ExecutableModule module = prepare(marking(), engine);
    String fresh = run(module, 0);
    for (int ending : List.of(0, 1, 0, 2, 0, 3, 0, 4, 0, 1, 1, 4, 4, 0)) {
      run(module, ending);
      assertEquals(fresh, run(module, 0), "after ending " + ending);
    }
  }

  @Test
  void theGuestsEndingsAreWhatTheyShouldBe() throws Exception {
    ExecutableModule module = prepare(marking(), Engine.COMPILED);
    assertEquals(
        List.of("Success", "Trapped", "Reverted", "OutOfFuel", "Trapped"),
        List.of(0, 1, 2, 3, 4).stream()
            .map(ending -> run(module, ending).split("[ \\[]", 2)[0])
            .toList());
    assertEquals("Success 0001570400", run(module, 0).substring(0, 18));
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void whatTheHostThrowsPassesAndLeavesNothing(Engine engine) throws Exception {
    TestModule reading = TestModule.guest(
            "i32.const 0 global.get 0 i32.store 0 0 i32.const 9 global.set 0"
                + " i32.const 0 i32.const 1 call $state_exists drop i32.const 0",
            "wastm.state_exists")
        .global("i32", "i32.const 1");
    ExecutableModule module = prepare(reading, engine);
    class Unavailable extends TestHost {
      @Override
      public boolean exists(byte[] key) {
        throw new IllegalStateException("The store does not answer.");
      }
    }
    String fresh = run(module, 0);
    IllegalStateException thrown = assertThrows(
        IllegalStateException.class,
        () ->
            module.execute(METHOD, new byte[0], Epoch.budget(BothEngines.FUEL), new Unavailable()));
    assertEquals("The store does not answer.", thrown.getMessage());
    assertEquals(fresh, run(module, 0));
  }

  /** The interpreter leaves the operands of a guest that traps behind: four megabytes each time, of half a million. */
  @Test
  void nothingGrowsWithTraps() {
    TestModule module = TestModule.guest("i32.const 500 call $down")
        .function(
            "down",
            "i32",
            "i32",
            "",
            "local.get 0 i32.eqz if void unreachable end " + "local.get 0 ".repeat(990)
                + "i32.const 1 i32.sub call $down " + "drop ".repeat(989));
    long grown = BothEngines.onLargeStack(() -> {
      ExecutableModule interpreted = prepare(module, Engine.INTERPRETER);
      run(interpreted, 0);
      long before = heapBytesInUse();
      for (int i = 0; i < 30; i++) {
        assertTrue(run(interpreted, 0).startsWith("Trapped[trap=Trap[reason=UNREACHABLE"));
      }
      long after = heapBytesInUse();
      run(interpreted, 0);
      return after - before;
    });
    assertTrue(grown < 64L * 1024 * 1024, "grown by " + grown + " bytes");
  }

  private static long heapBytesInUse() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** The initial image is what the module has after its start function and {@code _initialize}. */
  @ParameterizedTest
  @EnumSource(Engine.class)
  void initializationBelongsToTheImage(Engine engine) throws Exception {
    TestModule counting = TestModule.guest(
            "i32.const 0 i32.const 0 i32.load 0 0 i32.const 1 i32.add i32.store 0 0 i32.const 0")
        .function("begin", "", "", "", "i32.const 0 i32.const 40 i32.store 0 0")
        .exported(
            "_initialize",
            "",
            "",
            "i32.const 0 i32.const 0 i32.load 0 0 i32.const 1 i32.add" + " i32.store 0 0")
        .start("begin");
    ExecutableModule module = prepare(counting, engine);
    for (int i = 0; i < 3; i++) {
      GuestResult result =
          module.execute(METHOD, new byte[0], Epoch.budget(BothEngines.FUEL), new TestHost());
      assertEquals(42, BothEngines.output(result));
    }
  }
}
