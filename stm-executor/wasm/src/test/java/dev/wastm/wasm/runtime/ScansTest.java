package dev.wastm.wasm.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wastm.wasm.abi.GuestResult;
import dev.wastm.wasm.testing.BothEngines;
import dev.wastm.wasm.testing.Epoch;
import dev.wastm.wasm.testing.TestHost;
import dev.wastm.wasm.testing.TestModule;
import dev.wastm.wasm.trap.Trap;
import dev.wastm.wasm.trap.TrapReason;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counters and scans, as far as the runtime decides about them. */
class ScansTest {
  private static TestHost host() {
    return new TestHost().with("a", "0").with("ka", "1").with("kb", "").with("l", "2");
  }

  private static final String OPEN = "i32.const 80 i32.const 1 call $scan_open ";

  private static TestModule guest(String body) {
    return TestModule.guest(
            body + " i32.const 0",
            "wastm.scan_open",
            "wastm.scan_next",
            "wastm.scan_close",
            "wastm.state_add")
        .data(80, "k");
  }

  private static long output(String body) {
    return BothEngines.output(BothEngines.execute(guest(body), BothEngines.FUEL, ScansTest::host));
  }

  private static String next(int handle, int to, int capacity) {
    return "i32.const " + handle + " i32.const " + to + " i32.const " + capacity
        + " call $scan_next ";
  }

  private static String store(int at, String value) {
    return "i32.const " + at + " " + value + " i32.store8 0 0 ";
  }

  @Test
  void entriesComeInOrderAsLengthsAndBytes() {
    // u32 2, "ka", u32 1, "1": eleven bytes, of which the first eight are seen.
    assertEquals(0x0001_616b_0000_0002L, output(OPEN + "drop " + next(0, 0, 100) + "drop"));
    assertEquals(
        0xff_ff0a_0b00L,
        output(OPEN + "drop " + store(1, next(0, 200, 100)) + store(2, next(0, 200, 100))
            + store(3, next(0, 200, 100)) + store(4, next(0, 200, 100))));
  }

  @Test
  void anEntryWithoutRoomIsNotConsumed() {
    assertEquals(
        0x0a_0b0b_0bL,
        output(OPEN + "drop " + store(0, next(0, 200, 10)) + store(1, next(0, 200, 0))
            + store(2, next(0, 200, 11)) + store(3, next(0, 200, 11))));
  }

  @Test
  void scansAreIndependentOfEachOther() {
    assertEquals(
        0x0a_0b0b_0100L,
        output(store(0, OPEN)
            + store(1, OPEN)
            + store(2, next(0, 200, 99))
            + store(3, next(1, 200, 99))
            + store(4, next(0, 200, 99))));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1, 2, Integer.MIN_VALUE})
  void badHandlesTrap(int handle) {
    GuestResult trapped = Epoch.trapped(TrapReason.NO_SUCH_SCAN, Integer.toUnsignedLong(handle));
    assertEquals(trapped, BothEngines.execute(guest(OPEN + "drop " + next(handle, 0, 9) + "drop")));
    assertEquals(
        trapped,
        BothEngines.execute(guest(OPEN + "drop i32.const " + handle + " call $scan_close")));
  }

  @Test
  void aClosedScanIsGone() {
    assertEquals(
        Epoch.trapped(TrapReason.NO_SUCH_SCAN, 0),
        BothEngines.execute(guest(OPEN + "call $scan_close " + next(0, 0, 9) + "drop")));
  }

  @Test
  void scansAreLimited() {
    assertEquals(0, output((OPEN + "drop ").repeat(32)));
    assertEquals(
        Epoch.trapped(TrapReason.TOO_MANY_OPEN_SCANS, 32),
        BothEngines.execute(guest((OPEN + "drop ").repeat(33))));
    assertEquals(0, output((OPEN + "call $scan_close ").repeat(256)));
    assertEquals(
        Epoch.trapped(TrapReason.TOO_MANY_SCANS, 256),
        BothEngines.execute(guest((OPEN + "call $scan_close ").repeat(257))));
  }

  @Test
  void prefixesMayBeEmptyButNotTooLong() {
    assertEquals(
        0x61_0000_0001L,
        output("i32.const 0 i32.const 0 call $scan_open drop " + next(0, 0, 99) + "drop")
            & 0xff_ffff_ffffL);
    assertEquals(
        Epoch.trapped(TrapReason.PREFIX_TOO_LONG, 257, 256),
        BothEngines.execute(guest("i32.const 0 i32.const 257 call $scan_open drop")));
  }

  @Test
  void countersAddUpAndWrap() {
    String add = "i32.const 80 i32.const 1 i64.const %d call $state_add ";
    TestHost host = BothEngines.hostAfter(
        guest(String.format(java.util.Locale.ROOT, add.repeat(3), Long.MAX_VALUE, 2, 40)),
        TestHost::new);
    assertEquals("k=)" + "\0".repeat(6) + "\u0080\n[][]", host.seen());
  }

  @Test
  void writesOfATransactionAreLimited() {
    String many = "loop void i32.const 80 i32.const 1 i64.const 1 call $state_add"
        + " local.get 2 i32.const 1 i32.add local.tee 2 i32.const %d i32.lt_u br_if 0 end";
    assertEquals(0, output(String.format(java.util.Locale.ROOT, many, 4_096)));
    assertEquals(
        Epoch.trapped(TrapReason.TOO_MANY_WRITES, 4_096),
        BothEngines.execute(guest(String.format(java.util.Locale.ROOT, many, 4_097))));
  }

  @Test
  void bytesWrittenByATransactionAreLimited() {
    String many = "loop void i32.const 80 i32.const 64 i32.const 0 i32.const 65472"
        + " call $state_write local.get 2 i32.const 1 i32.add local.tee 2 i32.const %d"
        + " i32.lt_u br_if 0 end i32.const 0";
    TestModule fits =
        TestModule.guest(String.format(java.util.Locale.ROOT, many, 64), "wastm.state_write");
    assertEquals(
        0, BothEngines.output(BothEngines.execute(fits, 10 * BothEngines.FUEL, TestHost::new)));
    TestModule tooMuch =
        TestModule.guest(String.format(java.util.Locale.ROOT, many, 65), "wastm.state_write");
    assertEquals(
        new GuestResult.Trapped(
            Trap.of(TrapReason.TOO_MANY_BYTES_WRITTEN, 4_194_304),
            Optional.empty(),
            10 * BothEngines.FUEL),
        BothEngines.execute(tooMuch, 10 * BothEngines.FUEL, TestHost::new));
  }
}
