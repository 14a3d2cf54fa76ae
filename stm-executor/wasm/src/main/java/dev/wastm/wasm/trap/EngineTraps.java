package dev.wastm.wasm.trap;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.runtime.TrapException;
import com.dylibso.chicory.runtime.WasmRuntimeException;
import com.dylibso.chicory.wasm.ChicoryException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the engine's exceptions mean. Their classes and words differ between engines; the reasons do not. */
public final class EngineTraps {
  private static final Pattern UNINITIALIZED_ELEMENT =
      Pattern.compile("uninitialized element [0-9]+");

  private EngineTraps() {}

  /** @throws IllegalStateException where the exception is no guest's doing, but a stack overflow or an interruption */
  public static void requireGuests(ChicoryException e) {
    if (e instanceof ChicoryInterruptedException || e.getCause() instanceof StackOverflowError) {
      throw new IllegalStateException(
          "The guest could not be run to its end: " + e.getMessage(), e);
    }
  }

  /**
   * By the very classes and words that Chicory 1.7.5 has for a guest's traps, as its source says them on both engines; what else it may throw
   * is no guest's doing, whatever words there are in it.
   *
   * @throws IllegalStateException where the exception is no guest's doing: a stack overflow, an interruption, a fault of the engine
   */
  public static TrapReason reason(ChicoryException e) {
    requireGuests(e);
    String message = Objects.requireNonNullElse(e.getMessage(), "");
    Optional<TrapReason> reason = Optional.empty();
    if (e.getClass() == TrapException.class) {
      reason = message.equals("Trapped on unreachable instruction")
          ? Optional.of(TrapReason.UNREACHABLE)
          : reason;
    } else if (e.getClass() == WasmRuntimeException.class) {
      reason = ofOperation(message);
    } else if (e.getClass() == ChicoryException.class && isOfTable(message)) {
      reason = Optional.of(TrapReason.INDIRECT_CALL);
    }
    return reason.orElseThrow(
        () -> new IllegalStateException("The engine failed in an unknown way: " + e, e));
  }

  private static Optional<TrapReason> ofOperation(String message) {
    return switch (message) {
      case "integer divide by zero" -> Optional.of(TrapReason.DIVIDE_BY_ZERO);
      case "integer overflow" -> Optional.of(TrapReason.INTEGER_OVERFLOW);
      case "invalid conversion to integer" -> Optional.of(TrapReason.INVALID_CONVERSION);
      case "out of bounds memory access" -> Optional.of(TrapReason.MEMORY_OUT_OF_BOUNDS);
      default -> Optional.empty();
    };
  }

  /** An indirect call past the table, of nothing in it, and of what has another type. */
  private static boolean isOfTable(String message) {
    return message.equals("undefined element")
        || UNINITIALIZED_ELEMENT.matcher(message).matches()
        || message.equals("indirect call type mismatch");
  }
}
