package dev.wastm.wasm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.wastm.wasm.testing.Epoch;
import dev.wastm.wasm.testing.TestModule;
import dev.wastm.wasm.validation.Violation;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The modules that cost most to check and compile, of those that the limits allow: bounded in time and memory. */
@Tag("attack")
class CompileBombsTest {
  /** A module of two thousand equal types in 24 KB once took 467 MB. */
  private static final long METASPACE_BYTES_MAX = 100L * 1024 * 1024;

  private static TestModule guest() {
    return TestModule.guest("i32.const 0");
  }

  /** Each type has code for every function of that type, and each function calls through all types. */
  private static TestModule typesTimesFunctions() {
    TestModule module = guest().table(1024);
    for (int i = 3; i < Epoch.MODULES.types(); i++) {
      module.type("i64 ".repeat(i % 32), i > 32 ? "i32" : "");
    }
    for (int i = 3; i < Epoch.MODULES.functions(); i++) {
      int type = 3 + i % (Epoch.MODULES.types() - 3);
      module.function(
          "f" + i,
          "i64 ".repeat(type % 32),
          type > 32 ? "i32" : "",
          "",
          "i64.const 0 ".repeat(type % 32) + "i32.const 5 call_indirect " + type + " 0");
    }
    return module;
  }

  private static TestModule manyOf(int functions, String locals, String body) {
    TestModule module = guest();
    for (int i = 3; i < functions; i++) {
      module.function("f" + i, "", "", locals, body);
    }
    return module;
  }

  static Stream<Arguments> largest() {
    return Stream.of(
        arguments("types times functions", typesTimesFunctions()),
        arguments(
            "floats, which are replaced by the most code",
            manyOf(80, "f64 f64", "f64.const 0 local.get 0 f64.copysign local.set 1 ".repeat(200))),
        arguments(
            "branch tables",
            manyOf(
                120,
                "",
                "block void ".repeat(200) + "i32.const 0 br_table 255 " + "199 ".repeat(256)
                    + "end ".repeat(200))),
        arguments("nesting", manyOf(200, "", "block void ".repeat(300) + "end ".repeat(300))),
        arguments("locals", manyOf(1_000, "i64 ".repeat(100), "nop")),
        arguments(
            "small memory accesses",
            manyOf(110, "", "i32.const 0 i32.load 0 0 drop ".repeat(300))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("largest")
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void theLargestModulesAreCheckedInBounds(String what, TestModule module) {
    long before = metaspaceBytes();
    ModuleReport report = ModuleChecker.check(module.bytes(), Epoch.RULES);
    assertTrue(metaspaceBytes() - before < METASPACE_BYTES_MAX, what);
    // Whatever is found, it is not the file that is at fault: the bomb is what it is meant to be.
    assertTrue(
        report.violations().isEmpty()
            || report.violations().get(0).problem().startsWith("It becomes a method of "),
        report.violations().toString());
  }

  private static long metaspaceBytes() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getName().equals("Metaspace"))
        .mapToLong(pool -> pool.getUsage().getUsed())
        .sum();
  }

  /** The bomb of old. */
  @Test
  @Timeout(value = 10, unit = TimeUnit.SECONDS)
  void equalTypesDoNotMultiply() {
    TestModule module = guest();
    for (int i = 0; i < 2_000; i++) {
      module.repeatedType("", "");
    }
    List<Violation> violations =
        ModuleChecker.check(module.bytes(), Epoch.RULES).violations();
    assertEquals("It has 2003 types; the limit is 64.", violations.get(0).problem());
  }
}
