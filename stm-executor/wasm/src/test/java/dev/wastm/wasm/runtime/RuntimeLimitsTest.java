package dev.wastm.wasm.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wastm.wasm.abi.GuestResult;
import dev.wastm.wasm.testing.BothEngines;
import dev.wastm.wasm.testing.TestHost;
import dev.wastm.wasm.testing.TestModule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Limits of {@code docs/metering.md} that belong to no single import, at the limit and one beyond it. */
class RuntimeLimitsTest {
  private static long output(TestModule module) {
    return BothEngines.output(BothEngines.execute(module));
  }

  /** The guest begins with a page and declares that it wants up to a hundred: it gets 64 in all. */
  @ParameterizedTest
  @CsvSource({"63, 1, 64", "64, 4294967295, 1", "99, 4294967295, 1", "-1, 4294967295, 1"})
  void memoryGrowsTo64Pages(int by, long before, long pages) {
    TestModule module = TestModule.withInterface(
            "i32.const 0 i32.const " + by + " memory.grow 0 i32.store 0 0"
                + " i32.const 4 memory.size 0 i32.store 0 0 i32.const 0",
            "i32.const 8")
        .memory(1, 100)
        .exportMemory();
    GuestResult result = BothEngines.execute(module, 1L << 50, TestHost::new);
    assertEquals(before | pages << Integer.SIZE, BothEngines.output(result));
  }

  /** A guest that declares less gets less. */
  @ParameterizedTest
  @CsvSource({"2, 1", "3, 4294967295"})
  void memoryGrowsAsFarAsDeclared(int by, long before) {
    TestModule module = TestModule.withInterface(
            "i32.const 0 i32.const " + by + " memory.grow 0 i32.store 0 0 i32.const 0",
            "i32.const 8")
        .memory(1, 3)
        .exportMemory();
    assertEquals(before, output(module));
  }

  @ParameterizedTest
  @CsvSource({"1024, 1024", "1025, 1024", "60000, 1024"})
  void messagesOfRevertsAreCut(int length, int shown) {
    TestModule module = TestModule.guest(
        "i32.const 2048 i32.const " + length + " call $revert i32.const 0", "wastm.revert");
    GuestResult.Reverted reverted = (GuestResult.Reverted) BothEngines.execute(module);
    assertEquals(shown, reverted.message().length());
  }

  @ParameterizedTest
  @CsvSource({"4096, 4096", "4097, 4096"})
  void linesOfLogsAreCut(int length, int shown) {
    TestModule module = TestModule.guest(
        "i32.const 1 i32.const 2048 i32.const " + length + " call $log i32.const 0", "wastm.log");
    TestHost host = BothEngines.hostAfter(module, TestHost::new);
    assertEquals("1:".length() + shown, host.log.get(0).length());
  }

  @Test
  void prefixesMayHave256Bytes() {
    assertEquals(
        0,
        output(TestModule.guest(
            "i32.const 2048 i32.const 256 call $scan_open drop i32.const 0", "wastm.scan_open")));
  }

  /** The callee runs out of what it was given: what is tested is that it was called at all. */
  @Test
  void argumentsOfNestedCallsMayBeAsLongAsTheLimits() {
    TestModule module = TestModule.guest(
        "local.get 1 i32.const 1000 i32.gt_u if void else i32.const 2048 i32.const 128"
            + " i32.const 2048 i32.const 256 i32.const 0 i32.const 65536 call $call drop end"
            + " i32.const 0",
        "wastm.call");
    assertEquals(0, output(module));
  }
}
