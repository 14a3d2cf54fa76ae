package dev.wastm.wasm.metering;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.dylibso.chicory.wasm.Parser;
import dev.wastm.wasm.crypto.Sha256;
import dev.wastm.wasm.testing.Epoch;
import dev.wastm.wasm.testing.SharedFunctions;
import dev.wastm.wasm.testing.TestHost;
import dev.wastm.wasm.testing.TestModule;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Code that was compiled before is found by the version of instrumentation, and not by what instrumentation does. */
class InstrumentationVersionTest {
  private static final int VERSION = 6;

  private static final String DIGEST =
      "d9f24f42c84f80bedd5d2057b556fac8599808e2164363d51c33965bdc2dc22f";

  @Test
  void theVersionIsRaisedWithEveryChangeToTheCodeThatIsSplicedIn() {
    StringBuilder digests = new StringBuilder();
    for (UnsignedComparisons comparisons : UnsignedComparisons.values()) {
      byte[] wasm = module().bytes();
      digests.append(HexFormat.of()
          .formatHex(Sha256.of(
              Instrumentation.instrument(wasm, Parser.parse(wasm), comparisons, Epoch.RULES)
                  .wasm())));
    }
    String digest = HexFormat.of().formatHex(Sha256.of(TestHost.bytes(digests.toString())));
    assertEquals(
        VERSION + " " + DIGEST,
        Instrumentation.VERSION + " " + digest,
        "Raise Instrumentation.VERSION and change both constants of this test, or compiled modules"
            + " of before would be executed.");
  }

  /** Of everything that is rewritten something: loops, calls, recursion, small leaves, bulk operations, growth, floats, comparisons. */
  private static TestModule module() {
    return SharedFunctions.addTo(TestModule.guest(
        "call $looping i32.const 9 call $fib drop i32.const 1024 i32.const 1 i32.const 77"
            + " memory.fill 0 i32.const 1024 i32.const 2048 i32.const 15 memory.copy 0 0"
            + " i32.const 1 memory.grow 0 drop f32.const 1 f32.const 2 f32.mul drop"
            + " f32.const 1 f32.const 2 f32.copysign drop f64.const 1 f64.sqrt drop"
            + " i32.const 1 i32.const 2 i32.ge_u if void i32.const 5 drop end i32.const 0"));
  }
}
