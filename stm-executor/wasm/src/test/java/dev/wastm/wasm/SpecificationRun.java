package dev.wastm.wasm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.InterpreterMachine;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One file of the specification's tests on one engine: each command in its turn, modules outside of the guests' profile left out. */
final class SpecificationRun {
  private static final long FUEL = 1L << 40;

  /** The tests grow a memory to 803 pages. */
  private static final int PAGES_MAX = 1_000;

  /** A memory's index may be written in more bytes than one since there can be more memories than one. */
  private static final String ALLOWED_BY_LATER_VERSIONS = "zero byte expected";

  private record Running(Instance instance, int fuelGlobal) {}

  private final Engine engine;
  private final UnsignedComparisons comparisons;
  private Optional<Running> current = Optional.empty();
  private int assertions;

  SpecificationRun(Engine engine, UnsignedComparisons comparisons) {
    this.engine = engine;
    this.comparisons = comparisons;
  }

  int assertions() {
    return assertions;
  }

  /** Counts the assertions that {@link #execute} would make. */
  void count(JsonNode command) {
    if (command.get(0).asText().equals("module")) {
      execute(command);
    } else if (!command.get(0).asText().equals("register") && current.isPresent()) {
      assertions++;
    }
  }

  void execute(JsonNode command) {
    switch (command.get(0).asText()) {
      case "module" -> {
        byte[] wasm = bytes(command);
        current = isInProfile(wasm) ? Optional.of(instantiate(wasm)) : Optional.empty();
      }
      case "return" -> current.ifPresent(running -> assertReturns(running, command));
      case "trap" -> current.ifPresent(running -> assertTraps(running, command));
      case "invalid" -> assertRefused(bytes(command), command.get(2).asText());
      case "uninstantiable" -> {
        byte[] wasm = bytes(command);
        if (isInProfile(wasm)) {
          assertions++;
          assertThrows(RuntimeException.class, () -> instantiate(wasm));
        }
      }
      default -> {
        // A registration; modules that import others are outside of the profile.
      }
    }
  }

  private static byte[] bytes(JsonNode command) {
    return Base64.getDecoder().decode(command.get(1).asText());
  }

  /** Whether nothing is wrong with a module but its size and its interface, which is not that of a guest. */
  private static boolean isInProfile(byte[] wasm) {
    return importsTestFunctionsOnly(wasm) && otherViolations(wasm).isEmpty();
  }

  private static List<Violation> otherViolations(byte[] wasm) {
    return wrong(wasm)
        .filter(violation -> !violation.problem().contains("the limit is"))
        .toList();
  }

  /** What is wrong with a module, beside that it is no guest. */
  private static Stream<Violation> wrong(byte[] wasm) {
    return Validation.of(wasm).violations().stream()
        .filter(violation -> Stream.of(
                "The host offers no function spectest.",
                "is not exported.",
                "must have the type",
                "A memory of the module's own must be exported")
            .noneMatch(violation.problem()::contains));
  }

  private static boolean importsTestFunctionsOnly(byte[] wasm) {
    if (Validation.of(wasm).module().isEmpty()) {
      return otherViolations(wasm).isEmpty();
    }
    WasmModule module = Parser.parse(wasm);
    return IntStream.range(0, module.importSection().importCount())
        .mapToObj(i -> module.importSection().getImport(i))
        .allMatch(
            each -> each.importType() == ExternalType.FUNCTION && each.module().equals("spectest"));
  }

  private Running instantiate(byte[] wasm) {
    WasmModule original = Parser.parse(wasm);
    WasmModule metered =
        Parser.parse(Instrumentation.instrument(wasm, original, comparisons).wasm());
    Instance instance = Instance.builder(metered)
        .withImportValues(testFunctions(original))
        .withMemoryFactory(limits -> new GuestMemory(limits, PAGES_MAX))
        .withUnsafeExecutionListener(new InterpreterMends())
        .withMachineFactory(
            engine == Engine.COMPILED
                ? MachineFactoryCompiler.builder(metered)
                    .withInterpreterFallback(InterpreterFallback.FAIL)
                    .compile()
                : InterpreterMachine::new)
        .withStart(false)
        .build();
    return new Running(instance, Instrumentation.fuelGlobal(original));
  }

  private static ImportValues testFunctions(WasmModule module) {
    ImportValues.Builder values = ImportValues.builder();
    for (int i = 0; i < module.importSection().importCount(); i++) {
      FunctionImport each = (FunctionImport) module.importSection().getImport(i);
      values.addFunction(new HostFunction(
          each.module(),
          each.name(),
          module.typeSection().getType(each.typeIndex()),
          (instance, args) -> new long[0]));
    }
    return values.build();
  }

  private static long[] call(Running running, JsonNode command) {
    Instance instance = running.instance();
    instance.global(running.fuelGlobal()).setValue(FUEL);
    instance.global(running.fuelGlobal() + 1).setValue(GuestLimits.CALL_DEPTH_MAX);
    JsonNode arguments = command.get(2);
    long[] bits = new long[arguments.size()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = bits(arguments.get(i));
    }
    long[] results = instance.export(command.get(1).asText()).apply(bits);
    return results == null ? new long[0] : results;
  }

  /** The engine's form of a value: i32 sign-extended, floats as their bits. */
  private static long bits(JsonNode value) {
    long bits = Long.parseUnsignedLong(value.get(1).asText());
    return value.get(0).asText().endsWith("64") ? bits : (int) bits;
  }

  private void assertReturns(Running running, JsonNode command) {
    assertions++;
    JsonNode expected = command.get(3);
    long[] actual = call(running, command);
    assertEquals(expected.size(), actual.length, command.toString());
    for (int i = 0; i < actual.length; i++) {
      JsonNode value = expected.get(i);
      if (value.has(1) && !value.get(1).isNull()) {
        assertEquals(expectedBits(value), significant(value, actual[i]), command.toString());
      }
    }
  }

  /** Guests see one NaN, of those that the specification allows here. */
  private static long expectedBits(JsonNode value) {
    boolean wide = value.get(0).asText().endsWith("64");
    return value.get(1).asText().startsWith("nan:")
        ? (wide ? 0x7ff8_0000_0000_0000L : 0x7fc0_0000L)
        : significant(value, bits(value));
  }

  private static long significant(JsonNode value, long bits) {
    return value.get(0).asText().endsWith("64") ? bits : bits & 0xffff_ffffL;
  }

  private void assertTraps(Running running, JsonNode command) {
    assertions++;
    String message = command.get(3).asText();
    try {
      call(running, command);
    } catch (ChicoryException e) {
      assertEquals(
          reason(message), meteredReason(running, EngineTraps.reason(e)), command.toString());
      return;
    } catch (GuestTrap e) {
      assertEquals(reason(message), e.reason(), command.toString());
      return;
    }
    throw new AssertionError("No trap: " + command);
  }

  private static TrapReason meteredReason(Running running, TrapReason reason) {
    long depth = running.instance().global(running.fuelGlobal() + 1).getValue();
    return (int) depth < 0 ? TrapReason.CALL_DEPTH : reason;
  }

  private static TrapReason reason(String message) {
    return switch (message) {
      case "unreachable" -> TrapReason.UNREACHABLE;
      case "out of bounds memory access" -> TrapReason.MEMORY_OUT_OF_BOUNDS;
      case "integer divide by zero" -> TrapReason.DIVIDE_BY_ZERO;
      case "integer overflow" -> TrapReason.INTEGER_OVERFLOW;
      case "invalid conversion to integer" -> TrapReason.INVALID_CONVERSION;
      case "call stack exhausted" -> TrapReason.CALL_DEPTH;
      case "undefined element",
          "uninitialized element",
          "indirect call type mismatch",
          "out of bounds table access" -> TrapReason.INDIRECT_CALL;
      default -> throw new IllegalArgumentException("No reason for \"" + message + "\".");
    };
  }

  private void assertRefused(byte[] wasm, String why) {
    assertions++;
    assertTrue(
        why.equals(ALLOWED_BY_LATER_VERSIONS) || wrong(wasm).findAny().isPresent(),
        "accepted, though " + why);
  }
}
