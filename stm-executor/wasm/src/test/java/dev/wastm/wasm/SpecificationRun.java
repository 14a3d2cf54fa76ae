package dev.wastm.wasm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.wasm.ChicoryException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.wastm.wasm.metering.UnsignedComparisons;
import dev.wastm.wasm.trap.GuestTrap;
import dev.wastm.wasm.trap.TrapReason;
import java.util.Base64;
import java.util.Optional;

/** One file of the specification's tests on one engine: each command in its turn, modules outside of the guests' profile left out. */
final class SpecificationRun {
  private static final long FUEL = 1L << 40;

  private static final String IMPORTED = "spectest";

  /** A memory's index may be written in more bytes than one since there can be more memories than one. */
  private static final String ALLOWED_BY_LATER_VERSIONS = "zero byte expected";

  private final Engine engine;
  private final UnsignedComparisons comparisons;
  private Optional<BareModule> current = Optional.empty();
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
        current = AnyModule.isInProfile(wasm, IMPORTED)
            ? Optional.of(AnyModule.on(engine, wasm, comparisons))
            : Optional.empty();
      }
      case "return" -> current.ifPresent(module -> assertReturns(module, command));
      case "trap" -> current.ifPresent(module -> assertTraps(module, command));
      case "invalid" -> assertRefused(bytes(command), command.get(2).asText());
      case "uninstantiable" -> {
        byte[] wasm = bytes(command);
        if (AnyModule.isInProfile(wasm, IMPORTED)) {
          assertions++;
          assertThrows(RuntimeException.class, () -> AnyModule.on(engine, wasm, comparisons));
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

  private static long[] call(BareModule module, JsonNode command) {
    JsonNode arguments = command.get(2);
    long[] bits = new long[arguments.size()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = bits(arguments.get(i));
    }
    return module.call(command.get(1).asText(), FUEL, bits);
  }

  /** The engine's form of a value: i32 sign-extended, floats as their bits. */
  private static long bits(JsonNode value) {
    long bits = Long.parseUnsignedLong(value.get(1).asText());
    return value.get(0).asText().endsWith("64") ? bits : (int) bits;
  }

  private void assertReturns(BareModule module, JsonNode command) {
    assertions++;
    JsonNode expected = command.get(3);
    long[] actual = call(module, command);
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

  private void assertTraps(BareModule module, JsonNode command) {
    assertions++;
    String message = command.get(3).asText();
    try {
      call(module, command);
    } catch (ChicoryException e) {
      assertEquals(reason(message), module.reason(e), command.toString());
      return;
    } catch (GuestTrap e) {
      assertEquals(reason(message), e.trap().reason(), command.toString());
      return;
    }
    throw new AssertionError("No trap: " + command);
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
        why.equals(ALLOWED_BY_LATER_VERSIONS)
            || AnyModule.wrong(wasm, IMPORTED).findAny().isPresent(),
        "accepted, though " + why);
  }
}
