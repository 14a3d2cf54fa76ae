package dev.wastm.wasm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.dylibso.chicory.wasm.Parser;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Code that was compiled before is found by the version of instrumentation, and not by what instrumentation does. */
class InstrumentationVersionTest {
  private static final int VERSION = 4;

  private static final String DIGEST =
      "d5137be76bedf3a166406f00a0073925aea873875ca462b2f1c22b5d1dd59b5b";

  @Test
  void theVersionIsRaisedWithEveryChangeToTheCodeThatIsSplicedIn() {
    StringBuilder digests = new StringBuilder();
    for (UnsignedComparisons comparisons : UnsignedComparisons.values()) {
      byte[] wasm = module().bytes();
      digests.append(HexFormat.of()
          .formatHex(GuestModule.sha256(
              Instrumentation.instrument(wasm, Parser.parse(wasm), comparisons).wasm())));
    }
    String digest =
        HexFormat.of().formatHex(GuestModule.sha256(TestHost.bytes(digests.toString())));
    assertEquals(
        VERSION + " " + DIGEST,
        Instrumentation.VERSION + " " + digest,
        "Raise Instrumentation.VERSION and change both constants of this test, or compiled modules"
            + " of before would be executed.");
  }

  /** Of everything that is rewritten something: loops, calls, recursion, small leaves, bulk operations, growth, floats, comparisons. */
  private static TestModule module() {
    return TestModule.guest(
            "call $looping i32.const 9 call $fib drop i32.const 1024 i32.const 1 i32.const 77"
                + " memory.fill 0 i32.const 1024 i32.const 2048 i32.const 15 memory.copy 0 0"
                + " i32.const 1 memory.grow 0 drop f32.const 1 f32.const 2 f32.mul drop"
                + " f32.const 1 f32.const 2 f32.copysign drop f64.const 1 f64.sqrt drop"
                + " i32.const 1 i32.const 2 i32.ge_u if void i32.const 5 drop end i32.const 0")
        .function("leaf", "", "", "i64", "f32.const 1 f32.const 2 f32.div drop")
        .function(
            "looping",
            "",
            "",
            "i32",
            "loop void call $leaf local.get 0 i32.const 1 i32.add local.tee 0 i32.const 5"
                + " i32.lt_u br_if 0 end")
        .function(
            "fib",
            "i32",
            "i32",
            "",
            "local.get 0 i32.const 2 i32.lt_s if i32 local.get 0 else local.get 0 i32.const 1"
                + " i32.sub call $fib end");
  }
}
