package dev.wastm.wasm.testing;

/** Functions for guests whose instrumented code is looked at: a leaf with locals, a loop that calls it, and a recursion. */
public final class SharedFunctions {
  private SharedFunctions() {}

  /** Adds {@code leaf}, {@code looping} and {@code fib}. */
  public static TestModule addTo(TestModule module) {
    return module
        .function("leaf", "", "", "i64 i64 i64 i64 i64", "f32.const 1 f32.const 2 f32.div drop")
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
                + " i32.sub call $fib local.get 0 i32.const 2 i32.sub call $fib i32.add end");
  }
}
