package dev.wastm.wasm.trap;

import java.util.Arrays;
import java.util.List;

/**
 * Why a guest trapped, with the numbers and texts that belong to it: the same on every engine.
 *
 * @param arguments one for each of {@link TrapReason#arguments}
 */
public record Trap(TrapReason reason, List<Argument> arguments) {

  /** A number or a text. */
  public sealed interface Argument {
    /** @param value unsigned */
    record Count(long value) implements Argument {}

    /** @param value without halves of surrogate pairs, so that it has one encoding */
    record Text(String value) implements Argument {}
  }

  public Trap {
    arguments = List.copyOf(arguments);
    if (arguments.size() != reason.arguments().size()) {
      throw new IllegalArgumentException(
          "A trap for " + reason + " has the arguments " + reason.arguments() + ".");
    }
  }

  public static Trap of(TrapReason reason, long... numbers) {
    return new Trap(
        reason, Arrays.stream(numbers).<Argument>mapToObj(Argument.Count::new).toList());
  }
}
