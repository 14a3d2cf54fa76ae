package dev.wastm.wasm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import dev.wastm.wasm.abi.FuelSchedule;
import dev.wastm.wasm.abi.GuestResult;
import dev.wastm.wasm.abi.GuestRules;
import dev.wastm.wasm.crypto.Hmac;
import dev.wastm.wasm.testing.BothEngines;
import dev.wastm.wasm.testing.Epoch;
import dev.wastm.wasm.testing.TestHost;
import dev.wastm.wasm.testing.TestModule;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Compiled code that comes back from a store is the code that was put there, or is compiled again. */
class CompiledCodeTest {
  private static final byte[] KEY = new byte[CompiledCode.KEY_BYTES];

  /** Counts what it does. */
  private static final class CountingStore implements CompiledCodeStore {
    private final Map<String, byte[]> content = new HashMap<>();
    private int puts;

    @Override
    public Optional<byte[]> get(String name) {
      return Optional.ofNullable(content.get(name)).map(byte[]::clone);
    }

    @Override
    public void put(String name, byte[] bytes) {
      puts++;
      content.put(name, bytes.clone());
    }

    private void change(java.util.function.UnaryOperator<byte[]> change) {
      content.replaceAll((name, bytes) -> change.apply(bytes));
    }
  }

  private static TestModule returning(int number) {
    return TestModule.guest("i32.const 0 i32.const " + number + " i32.store 0 0 i32.const 0");
  }

  private static long run(TestModule module, CompiledCodeStore store, byte[] key) throws Exception {
    return run(module, new CompiledCode(store, key));
  }

  /** As a worker does: finds the code, or compiles the module. */
  private static long run(TestModule module, CompiledCode code) throws Exception {
    GuestModule guest = GuestModule.of(module.bytes(), Epoch.RULES);
    ExecutableModule executable =
        code.find(guest.digest(), Epoch.RULES).orElseGet(() -> code.compile(guest));
    return BothEngines.output(executable.execute(
        new byte[0], new byte[0], Epoch.budget(BothEngines.FUEL), new TestHost()));
  }

  @Test
  void codeIsCompiledOnce() throws Exception {
    CountingStore store = new CountingStore();
    assertEquals(5, run(returning(5), store, KEY));
    assertEquals(5, run(returning(5), store, KEY));
    assertEquals(1, store.puts);
    assertEquals(6, run(returning(6), store, KEY));
    assertEquals(2, store.puts);
  }

  @Test
  void damagedCodeIsCompiledAgain() throws Exception {
    CountingStore store = new CountingStore();
    run(returning(5), store, KEY);
    byte[] original = store.content.values().iterator().next().clone();
    for (int at : new int[] {0, 31, 32, 40, original.length / 2, original.length - 1}) {
      store.change(bytes -> {
        byte[] damaged = original.clone();
        damaged[at] ^= 1;
        return damaged;
      });
      int before = store.puts;
      assertEquals(5, run(returning(5), store, KEY));
      assertEquals(before + 1, store.puts, "byte " + at);
    }
    for (int length : new int[] {0, 1, 32, 33, original.length - 1}) {
      store.change(bytes -> Arrays.copyOf(original, length));
      int before = store.puts;
      assertEquals(5, run(returning(5), store, KEY));
      assertEquals(before + 1, store.puts, "length " + length);
    }
  }

  @Test
  void codeOfAnotherKeyOrModuleIsNotExecuted() throws Exception {
    CountingStore store = new CountingStore();
    run(returning(5), store, KEY);
    byte[] otherKey = KEY.clone();
    otherKey[3] = 1;
    assertEquals(5, run(returning(5), store, otherKey));
    assertEquals(2, store.puts);

    byte[] codeOfFive = store.content.values().iterator().next().clone();
    run(returning(6), store, otherKey);
    store.change(bytes -> codeOfFive);
    assertEquals(6, run(returning(6), store, otherKey), "moved under the other's name");
  }

  @Test
  void keysHaveTheirLength() {
    assertEquals(
        "The key of compiled code has 5 bytes; it must have 32.",
        assertThrows(
                IllegalArgumentException.class,
                () -> new CompiledCode(CompiledCodeStore.NONE, new byte[5]))
            .getMessage());
  }

  @Test
  void codeOfAnotherEpochIsNotFound() throws Exception {
    CountingStore store = new CountingStore();
    GuestRules other = new GuestRules(2, Epoch.RULES.fuel(), Epoch.MODULES, Epoch.CALLS);
    CompiledCode code = new CompiledCode(store, KEY);
    assertEquals(5, run(returning(5), code));
    byte[] digest = GuestModule.of(returning(5).bytes(), Epoch.RULES).digest();
    assertTrue(code.find(digest, Epoch.RULES).isPresent());
    assertTrue(code.find(digest, other).isEmpty());
    code.compile(GuestModule.of(returning(5).bytes(), other));
    assertTrue(code.find(digest, other).isPresent());
    assertEquals(2, store.content.size());
    assertTrue(store.content.keySet().stream().allMatch(name -> name.matches("[0-9a-f]{64}")));
  }

  /** While an epoch may change, so may its prices: code that has the old ones spliced in would give other receipts than fresh code. */
  @Test
  void codeOfOtherPricesIsNotFound() throws Exception {
    FuelSchedule.Code prices = Epoch.CODE;
    FuelSchedule.Code dearer = new FuelSchedule.Code(
        prices.plain(),
        prices.memoryAccess() + 1,
        prices.floatArithmetic(),
        prices.call(),
        prices.jump(),
        prices.division(),
        prices.floatDivision(),
        prices.bulk(),
        prices.bulkBytesPerUnitLog2(),
        prices.grownPage(),
        prices.localsPerUnit(),
        prices.frame(),
        prices.smallLeafMax(),
        prices.frameSlotsPerUnit());
    GuestRules other = new GuestRules(
        Epoch.RULES.epoch(), new FuelSchedule(dearer, Epoch.HOST), Epoch.MODULES, Epoch.CALLS);
    CompiledCode code = new CompiledCode(new CountingStore(), KEY);
    assertEquals(5, run(returning(5), code));
    byte[] digest = GuestModule.of(returning(5).bytes(), Epoch.RULES).digest();
    assertTrue(code.find(digest, Epoch.RULES).isPresent());
    assertTrue(code.find(digest, other).isEmpty());
  }

  /** What is left out of the skeleton is missed by nobody: start function, tables, globals, data and nested calls work as before. */
  @Test
  void keptModulesDoTheSame() throws Exception {
    for (String example : new String[] {"counter", "transfer"}) {
      byte[] wasm = Files.readAllBytes(
          Path.of("../../assemblyscript-examples/examples/" + example + "/" + example + ".wasm"));
      CompiledCode code = new CompiledCode(new CountingStore(), KEY);
      GuestModule guest = GuestModule.of(wasm, Epoch.RULES);
      ExecutableModule fresh = code.compile(guest);
      ExecutableModule kept = code.find(guest.digest(), Epoch.RULES).orElseThrow();
      assertEquals(fresh.weightBytes(), kept.weightBytes());
      for (String call : new String[] {"increment", "transfer", "nothing-of-the-kind"}) {
        assertEquals(outcome(fresh, call), outcome(kept, call), example + " " + call);
      }
    }
  }

  @Test
  void keptModulesTellWhereTheyTrap() throws Exception {
    GuestModule guest = GuestModule.of(TestModule.guest("unreachable").bytes(), Epoch.RULES);
    CompiledCode code = new CompiledCode(new CountingStore(), KEY);
    String fresh = outcome(code.compile(guest), "m");
    assertTrue(fresh.contains("TrapPlace[function=1, offset="), fresh);
    assertEquals(fresh, outcome(code.find(guest.digest(), Epoch.RULES).orElseThrow(), "m"));
  }

  private static String outcome(ExecutableModule module, String method) {
    TestHost host = new TestHost();
    GuestResult result = module.execute(
        TestHost.bytes(method),
        TestHost.bytes("{\"to\":\"bob\",\"amount\":1}"),
        Epoch.budget(BothEngines.FUEL),
        host);
    String output = result instanceof GuestResult.Success success
        ? TestHost.text(success.output())
        : result.toString();
    return output + " " + result.fuelUsed() + " " + host.seen();
  }

  /** RFC 4231, test cases 1 and 2; and the platform's own. */
  @Test
  void authenticationIsThatOfTheStandard() throws Exception {
    byte[] ones = new byte[20];
    Arrays.fill(ones, (byte) 0x0b);
    assertEquals(
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
        HexFormat.of()
            .formatHex(new Hmac(ones).of(TestHost.bytes("Hi "), TestHost.bytes("There"))));
    assertEquals(
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        HexFormat.of()
            .formatHex(new Hmac(TestHost.bytes("Jefe"))
                .of(TestHost.bytes("what do ya want for nothing?"))));
    Mac platform = Mac.getInstance("HmacSHA256");
    platform.init(new SecretKeySpec(ones, "HmacSHA256"));
    assertArrayEquals(platform.doFinal(new byte[1_000]), new Hmac(ones).of(new byte[1_000]));
  }

  /** Whoever takes another version of the engine must say so here, or code of the old one would be executed. */
  @Test
  void theEnginesVersionIsThatOfTheLibrary() throws Exception {
    Properties properties = new Properties();
    try (InputStream in =
        java.util.Objects.requireNonNull(MachineFactoryCompiler.class.getResourceAsStream(
            "/META-INF/maven/com.dylibso.chicory/compiler/pom.properties"))) {
      properties.load(in);
    }
    assertEquals(properties.getProperty("version"), CompiledCode.ENGINE_VERSION);
  }

  @Test
  void weightGrowsWithCodeAndMemory() throws Exception {
    long small = ExecutableModule.prepare(
            GuestModule.of(returning(5).bytes(), Epoch.RULES), Engine.INTERPRETER)
        .weightBytes();
    TestModule larger = returning(5).function("f", "", "", "", "nop ".repeat(1_900));
    assertTrue(
        ExecutableModule.prepare(GuestModule.of(larger.bytes(), Epoch.RULES), Engine.INTERPRETER)
                .weightBytes()
            > small + 1_900 * 20);
    assertTrue(small > 2 * 65_536);
  }
}
