package dev.wastm.wasm.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.wastm.wasm.GuestModule;
import dev.wastm.wasm.abi.GuestResult;
import dev.wastm.wasm.testing.BothEngines;
import dev.wastm.wasm.testing.Epoch;
import dev.wastm.wasm.testing.TestHost;
import dev.wastm.wasm.testing.TestModule;
import dev.wastm.wasm.trap.Trap;
import dev.wastm.wasm.trap.TrapReason;
import dev.wastm.wasm.validation.InvalidModuleException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each import does, and what it makes of wrong arguments. */
@Tag("integration")
class HostCallsTest {

  /** A guest that does something and has an i32 or i64 of its choice at address 0. */
  private static TestModule guest(String body, String... imports) {
    return TestModule.guest(body + " i32.const 0", imports).data(64, "key").data(80, "value");
  }

  private static String store(String value) {
    return "i32.const 0 " + value + " i32.store 0 0";
  }

  private static void assertTraps(TestModule module, TrapReason reason, long... numbers) {
    assertEquals(Epoch.trapped(reason, numbers), BothEngines.execute(module));
  }

  private static void assertAborts(
      TestModule module, String message, String file, int line, int column) {
    Trap trap = new Trap(
        TrapReason.ABORT,
        List.of(
            new Trap.Argument.Text(message),
            new Trap.Argument.Text(file),
            new Trap.Argument.Count(Integer.toUnsignedLong(line)),
            new Trap.Argument.Count(Integer.toUnsignedLong(column))));
    assertEquals(
        new GuestResult.Trapped(trap, Optional.empty(), BothEngines.FUEL),
        BothEngines.execute(module));
  }

  private static final String KEY = "i32.const 64 i32.const 3";

  @Test
  void readsWritesAndDeletesState() {
    String read = store(KEY + " i32.const 16 i32.const 4 call $state_read");
    GuestResult result = BothEngines.execute(
        guest(read, "wastm.state_read"),
        BothEngines.FUEL,
        () -> new TestHost().with("key", "longer"));
    assertEquals(6, BothEngines.output(result));
    assertEquals(
        0xffff_ffffL, BothEngines.output(BothEngines.execute(guest(read, "wastm.state_read"))));

    TestHost written = BothEngines.hostAfter(
        guest(KEY + " i32.const 80 i32.const 5 call $state_write", "wastm.state_write"),
        TestHost::new);
    assertEquals("key=value\n[][]", written.seen());

    TestHost deleted = BothEngines.hostAfter(
        guest(KEY + " call $state_delete", "wastm.state_delete"),
        () -> new TestHost().with("key", "value"));
    assertEquals("[][]", deleted.seen());

    String exists = store(KEY + " call $state_exists");
    assertEquals(0, BothEngines.output(BothEngines.execute(guest(exists, "wastm.state_exists"))));
    assertEquals(
        1,
        BothEngines.output(BothEngines.execute(
            guest(exists, "wastm.state_exists"),
            BothEngines.FUEL,
            () -> new TestHost().with("key", ""))));
  }

  @Test
  void aReadCopiesNoMoreThanTheRoom() {
    String body = KEY + " i32.const 0 i32.const 3 call $state_read drop";
    GuestResult result = BothEngines.execute(
        guest(body, "wastm.state_read"),
        BothEngines.FUEL,
        () -> new TestHost().with("key", "abcdefgh"));
    assertEquals(0x63_6261, BothEngines.output(result));
  }

  static Stream<Arguments> contexts() {
    return Stream.of(
        arguments("ctx_height", "i32.const 0 call $ctx_height i64.store 0 0", 7L),
        arguments("ctx_time", "i32.const 0 call $ctx_time i64.store 0 0", 1_700_000_000_000L),
        arguments("ctx_tx_index", store("call $ctx_tx_index"), 3L),
        arguments("ctx_actor", store("i32.const 8 i32.const 99 call $ctx_actor"), 9L),
        arguments("ctx_sender", store("i32.const 8 i32.const 0 call $ctx_sender"), 10L),
        arguments(
            "ctx_caller", "i32.const 0 i32.const 8 call $ctx_caller drop", 0x6c6c_6163_2d65_6874L),
        arguments(
            "ctx_random", "i32.const 0 i32.const 8 call $ctx_random", 0x0807_0605_0403_0201L));
  }

  @ParameterizedTest
  @MethodSource("contexts")
  void theContextIsWhatTheHostSays(String name, String body, long expected) {
    assertEquals(expected, BothEngines.output(BothEngines.execute(guest(body, "wastm." + name))));
  }

  @Test
  void fuelLeftIsWhatIsLeft() {
    TestModule module = guest("i32.const 0 call $ctx_fuel i64.store 0 0", "wastm.ctx_fuel");
    GuestResult result = BothEngines.execute(module);
    long before = BothEngines.FUEL - BothEngines.output(result);
    assertTrue(before > Epoch.HOST.call(), "the call itself has been paid: " + before);
    assertTrue(result.fuelUsed() > before, "what follows is paid on top");
    assertTrue(result.fuelUsed() < before + 100, "and that is not much");
  }

  @Test
  void hashesAsTheStandardSays() {
    GuestResult result = BothEngines.execute(
        guest("i32.const 200 i32.const 0 i32.const 0 call $sha256", "wastm.sha256"));
    assertEquals(Long.reverseBytes(0xe3b0c442_98fc1c14L), BothEngines.output(result));
  }

  @Test
  void eventsAndLogsReachTheHost() {
    TestHost host = BothEngines.hostAfter(
        guest(
            KEY + " i32.const 80 i32.const 5 call $emit i32.const 2 i32.const 80 i32.const 5"
                + " call $log",
            "wastm.emit",
            "wastm.log"),
        TestHost::new);
    assertEquals("[key:value][2:value]", host.seen());
  }

  @Test
  void aRevertCarriesItsMessageAndCostsWhatWasUsed() {
    GuestResult result = BothEngines.execute(
        guest("i32.const 80 i32.const 5 call $revert unreachable", "wastm.revert"));
    long used = result.fuelUsed();
    assertEquals(new GuestResult.Reverted("value", used), result);
    assertTrue(used > Epoch.HOST.call() && used < 300 + Epoch.HOST.page(), "used " + used);
  }

  @Test
  void messagesThatAreNoTextBecomeReplacementCharacters() {
    TestModule module = guest("i32.const 100 i32.const 5 call $revert unreachable", "wastm.revert")
        .data(100, new byte[] {'a', (byte) 0xff, (byte) 0xc3, 'b', (byte) 0xe2});
    GuestResult.Reverted reverted = (GuestResult.Reverted) BothEngines.execute(module);
    assertEquals("a\ufffd\ufffdb\ufffd", reverted.message());
  }

  @Test
  void anAbortCarriesMessageFileAndLine() {
    byte[] message = "\u0004\u0000\u0000\u0000n\u0000o\u0000"
        .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    byte[] file = "\u0008\u0000\u0000\u0000a\u0000.\u0000t\u0000s\u0000"
        .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    TestModule module = guest(
            "i32.const 100 i32.const 200 i32.const 12 i32.const 3 call $abort unreachable",
            "env.abort")
        .data(96, message)
        .data(196, file);
    assertAborts(module, "no", "a.ts", 12, 3);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 65_533, 65_536, -1, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void anAbortWithBadPointersIsAnAbortStill(int pointer) {
    TestModule module =
        guest(("i32.const " + pointer + " ").repeat(4) + " call $abort unreachable", "env.abort");
    assertAborts(module, "", "", pointer, pointer);
  }

  @Test
  void aStringThatClaimsToBeLongIsCut() {
    TestModule module = guest(
            "i32.const 65520 i32.const 0 i32.const 1 i32.const 1 call $abort unreachable",
            "env.abort")
        .data(65_516, new byte[] {-1, -1, -1, 0x7f, 'x', 0});
    assertAborts(module, "x" + "\0".repeat(7), "", 1, 1);
  }

  /** A call of every import that takes a pointer: the pointer's place is a %d, and the length's one is 4. */
  static Stream<Arguments> pointers() {
    return Stream.of(
        arguments("state_read", "i32.const %d i32.const 4 i32.const 0 i32.const 8", true),
        arguments("state_exists", "i32.const %d i32.const 4", true),
        arguments("state_write", "i32.const %d i32.const 4 i32.const 0 i32.const 4", false),
        arguments("state_write", "i32.const 0 i32.const 4 i32.const %d i32.const 4", false),
        arguments("state_delete", "i32.const %d i32.const 4", false),
        arguments("ctx_actor", "i32.const %d i32.const 4", true),
        arguments("ctx_sender", "i32.const %d i32.const 4", true),
        arguments("ctx_caller", "i32.const %d i32.const 4", true),
        arguments("ctx_random", "i32.const %d i32.const 4", false),
        arguments("emit", "i32.const %d i32.const 4 i32.const 0 i32.const 4", false),
        arguments("emit", "i32.const 0 i32.const 4 i32.const %d i32.const 4", false),
        arguments("log", "i32.const 1 i32.const %d i32.const 4", false),
        arguments("revert", "i32.const %d i32.const 4", false),
        arguments("sha256", "i32.const %d i32.const 4 i32.const 0", false));
  }

  @ParameterizedTest
  @MethodSource("pointers")
  void pointersOutsideMemoryTrap(String name, String arguments, boolean returns) {
    for (int pointer : new int[] {65_533, 65_536, Integer.MAX_VALUE, Integer.MIN_VALUE, -1, -4}) {
      String call = String.format(java.util.Locale.ROOT, arguments, pointer) + " call $" + name;
      assertTraps(
          guest(call + (returns ? " drop" : ""), "wastm." + name), TrapReason.MEMORY_OUT_OF_BOUNDS);
    }
  }

  @Test
  void digestsMustFitIntoMemory() {
    assertTraps(
        guest("i32.const 0 i32.const 4 i32.const 65505 call $sha256", "wastm.sha256"),
        TrapReason.MEMORY_OUT_OF_BOUNDS);
  }

  @ParameterizedTest
  @CsvSource({
    "state_read, i32.const 0 i32.const 257 i32.const 0 i32.const 8, true,"
        + " KEY_TOO_LONG, 257, 256",
    "state_exists, i32.const 0 i32.const -1, true, KEY_TOO_LONG, 4294967295, 256",
    "state_write, i32.const 0 i32.const 1 i32.const 0 i32.const 65537, false,"
        + " VALUE_TOO_LONG, 65537, 65536",
    "emit, i32.const 0 i32.const 257 i32.const 0 i32.const 0, false, TOPIC_TOO_LONG, 257, 256",
    "emit, i32.const 0 i32.const 256 i32.const 0 i32.const 16385, false,"
        + " EVENT_TOO_LONG, 16385, 16384",
    "ctx_random, i32.const 0 i32.const 1025, false, RANDOM_TOO_LONG, 1025, 1024",
  })
  void lengthsOverTheLimitTrap(
      String name, String arguments, boolean returns, TrapReason reason, long bytes, long limit) {
    assertTraps(
        guest(arguments + " call $" + name + (returns ? " drop" : ""), "wastm." + name),
        reason,
        bytes,
        limit);
  }

  @Test
  void anEmptyKeyTraps() {
    assertTraps(
        guest("i32.const 0 i32.const 0 call $state_delete", "wastm.state_delete"),
        TrapReason.EMPTY_KEY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "state_write i32.const 0 i32.const 256 i32.const 0 i32.const 65536",
        "emit i32.const 0 i32.const 256 i32.const 0 i32.const 16384",
        "ctx_random i32.const 0 i32.const 1024",
      })
  void lengthsAtTheLimitAreFine(String call) {
    int space = call.indexOf(' ');
    String name = call.substring(0, space);
    TestModule module = guest(call.substring(space) + " call $" + name, "wastm." + name);
    assertTrue(BothEngines.execute(module) instanceof GuestResult.Success);
  }

  private static String times(int count, String body) {
    return "loop void " + body + " local.get 2 i32.const 1 i32.add local.tee 2 i32.const " + count
        + " i32.lt_u br_if 0 end";
  }

  @Test
  void eventsAreLimited() {
    String emit = "i32.const 0 i32.const 1 i32.const 0 i32.const 1 call $emit";
    assertTrue(
        BothEngines.execute(guest(times(64, emit), "wastm.emit")) instanceof GuestResult.Success);
    assertTraps(guest(times(65, emit), "wastm.emit"), TrapReason.TOO_MANY_EVENTS, 64);
  }

  /** Logs decide nothing: what is too much is dropped. */
  @Test
  void logsAreCut() {
    TestHost host = BothEngines.hostAfter(
        guest(times(65, "i32.const 1 i32.const 100 i32.const 5000 call $log"), "wastm.log"),
        TestHost::new);
    assertEquals(64, host.log.size());
    assertEquals(2 + Epoch.CALLS.logBytes(), host.log.get(0).length());
  }

  @ParameterizedTest
  @CsvSource({"65536, true", "65537, false", "-1, false"})
  void outputIsLimited(int length, boolean fits) {
    TestModule module = TestModule.withInterface("i32.const 0", "i32.const " + length)
        .memory(2, 2)
        .exportMemory();
    GuestResult result = BothEngines.execute(module);
    if (fits) {
      assertTrue(result instanceof GuestResult.Success);
    } else {
      assertEquals(
          Epoch.trapped(TrapReason.OUTPUT_TOO_LONG, Integer.toUnsignedLong(length), 65_536),
          result);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {65_529, 65_536, -1, Integer.MIN_VALUE})
  void outputLiesInMemory(int pointer) {
    assertTraps(TestModule.guest("i32.const " + pointer), TrapReason.MEMORY_OUT_OF_BOUNDS);
  }

  @ParameterizedTest
  @ValueSource(ints = {65_534, -1})
  void inputMustFitWhereAllocPutsIt(int pointer) {
    TestModule module = new TestModule()
        .exported("alloc", "i32", "i32", "i32.const " + pointer)
        .exported("execute", "i32 i32", "i32", "i32.const 0")
        .exported("output_len", "", "i32", "i32.const 0")
        .memory(1, 1)
        .exportMemory();
    assertTraps(module, TrapReason.MEMORY_OUT_OF_BOUNDS);
  }

  @Test
  void hostCallsAreRefusedWhileTheModuleIsInstantiated() {
    TestModule module = TestModule.guest("i32.const 0", "wastm.ctx_height")
        .function("begin", "", "", "", "call $ctx_height drop")
        .start("begin");
    InvalidModuleException refused = org.junit.jupiter.api.Assertions.assertThrows(
        InvalidModuleException.class, () -> GuestModule.of(module.bytes(), Epoch.RULES));
    assertEquals(
        "This is not a valid actor module: start: The module cannot be instantiated:"
            + " HOST_NOT_READY",
        refused.getMessage());
  }

  @Test
  void hostCallsRunOutOfFuel() {
    TestModule module = guest("call $ctx_height drop", "wastm.ctx_height");
    assertEquals(new GuestResult.OutOfFuel(100), BothEngines.execute(module, 100, TestHost::new));
  }
}
