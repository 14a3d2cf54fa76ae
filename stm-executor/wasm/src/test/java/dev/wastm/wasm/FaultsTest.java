package dev.wastm.wasm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wastm.wasm.abi.GuestResult;
import dev.wastm.wasm.abi.HostState;
import dev.wastm.wasm.testing.BothEngines;
import dev.wastm.wasm.testing.Epoch;
import dev.wastm.wasm.testing.TestHost;
import dev.wastm.wasm.testing.TestModule;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is not a guest's doing never becomes an outcome: it is thrown, and the module runs on as before. */
@Tag("fault")
@Timeout(60)
class FaultsTest {
  private static final long SMALL_STACK_BYTES = 512 * 1024;

  private static final TestModule RECURSIVE = TestModule.guest(
          "i32.const 15000 call $down i32.const 0")
      .function(
          "down",
          "i32",
          "",
          "",
          "local.get 0 if void local.get 0 i32.const 1 i32.sub call $down end");

  private static ExecutableModule prepare(TestModule module, Engine engine) throws Exception {
    return ExecutableModule.prepare(GuestModule.of(module.bytes(), Epoch.RULES), engine);
  }

  private static GuestResult execute(ExecutableModule module, HostState host) {
    return module.execute(new byte[0], new byte[0], Epoch.budget(BothEngines.FUEL), host);
  }

  private static <T> T on(long stackBytes, Callable<T> body) throws Throwable {
    FutureTask<T> task = new FutureTask<>(body);
    Thread thread = new Thread(null, task, "guest", stackBytes);
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }

  /** On a large stack the same call succeeds: a receipt that said otherwise would differ between machines. */
  @ParameterizedTest
  @EnumSource(Engine.class)
  void anOverflowOfTheStackIsAFault(Engine engine) throws Throwable {
    ExecutableModule module = prepare(RECURSIVE, engine);
    IllegalStateException fault = assertThrows(
        IllegalStateException.class,
        () -> on(SMALL_STACK_BYTES, () -> execute(module, new TestHost())));
    assertTrue(
        fault.getMessage().startsWith("The guest could not be run to its end: "),
        fault.getMessage());
    GuestResult result = BothEngines.onLargeStack(() -> execute(module, new TestHost()));
    assertInstanceOf(GuestResult.Success.class, result);
  }

  private static final TestModule LOOPING = TestModule.guest(
          "loop void call $leaf br 0 end i32.const 0")
      .function("leaf", "", "", "", "loop void end");

  @Test
  void anInterruptionOfTheInterpreterIsAFault() throws Exception {
    ExecutableModule module = prepare(LOOPING, Engine.INTERPRETER);
    Thread.currentThread().interrupt();
    try {
      IllegalStateException fault =
          assertThrows(IllegalStateException.class, () -> execute(module, new TestHost()));
      assertTrue(
          fault.getMessage().startsWith("The guest could not be run to its end: "),
          fault.getMessage());
    } finally {
      Thread.interrupted();
    }
    assertEquals(new GuestResult.OutOfFuel(BothEngines.FUEL), execute(module, new TestHost()));
  }

  /** A module is not to blame for it, and must not be refused for ever. */
  @Test
  void anInterruptionIsNotAFaultOfTheModule() throws Exception {
    TestModule starting = TestModule.guest("i32.const 0")
        .function("leaf", "", "", "", "loop void end")
        .function("begin", "", "", "", "call $leaf")
        .start("begin");
    Thread.currentThread().interrupt();
    try {
      IllegalStateException fault = assertThrows(
          IllegalStateException.class, () -> GuestModule.of(starting.bytes(), Epoch.RULES));
      assertTrue(
          fault.getMessage().startsWith("The guest could not be run to its end: "),
          fault.getMessage());
    } finally {
      Thread.interrupted();
    }
    assertEquals(64, GuestModule.of(starting.bytes(), Epoch.RULES).digestHex().length());
  }

  @Test
  void compiledCodeDoesNotNoticeAnInterruption() throws Exception {
    ExecutableModule module = prepare(LOOPING, Engine.COMPILED);
    Thread.currentThread().interrupt();
    GuestResult result = execute(module, new TestHost());
    assertTrue(Thread.interrupted(), "whoever interrupted must be heard");
    assertEquals(new GuestResult.OutOfFuel(BothEngines.FUEL), result);
  }

  /** Nor is an error of the JVM, wherever it comes from. */
  @ParameterizedTest
  @EnumSource(Engine.class)
  void anErrorOfTheJvmIsAFault(Engine engine) throws Exception {
    ExecutableModule module = prepare(
        TestModule.guest(
            "i32.const 0 i32.const 1 call $state_exists drop i32.const 0", "wastm.state_exists"),
        engine);
    class Exhausted extends TestHost {
      @Override
      public boolean exists(byte[] key) {
        throw new OutOfMemoryError("as the JVM throws it");
      }
    }
    assertThrows(OutOfMemoryError.class, () -> execute(module, new Exhausted()));
    assertInstanceOf(GuestResult.Success.class, execute(module, new TestHost()));
  }
}
