package dev.wastm.wasm;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.wasm.ChicoryException;
import java.util.Locale;
import java.util.Objects;

/** What the engine's exceptions mean. Their classes and words differ between engines; the reasons do not. */
final class EngineTraps {
  private EngineTraps() {}

  /** @throws IllegalStateException where the exception is no guest's doing, but a stack overflow or an interruption */
  static void requireGuests(ChicoryException e) {
    if (e instanceof ChicoryInterruptedException || e.getCause() instanceof StackOverflowError) {
      throw new IllegalStateException(
          "The guest could not be run to its end: " + e.getMessage(), e);
    }
  }

  /** @throws IllegalStateException where the exception is no guest's doing: a stack overflow, an interruption, a fault of the engine */
  static TrapReason reason(ChicoryException e) {
    requireGuests(e);
    String message = Objects.requireNonNullElse(e.getMessage(), "").toLowerCase(Locale.ROOT);
    if (message.contains("unreachable")) {
      return TrapReason.UNREACHABLE;
    } else if (message.contains("divide by zero")) {
      return TrapReason.DIVIDE_BY_ZERO;
    } else if (message.contains("invalid conversion")) {
      return TrapReason.INVALID_CONVERSION;
    } else if (message.contains("integer overflow")) {
      return TrapReason.INTEGER_OVERFLOW;
    } else if (message.contains("out of bounds memory")) {
      return TrapReason.MEMORY_OUT_OF_BOUNDS;
    } else if (message.contains("indirect call")
        || message.contains("undefined element")
        || message.contains("uninitialized element")
        || message.contains("table access")
        || message.contains("unknown function")
        || message.contains("null")) {
      return TrapReason.INDIRECT_CALL;
    }
    throw new IllegalStateException("The engine failed in an unknown way: " + e, e);
  }
}
