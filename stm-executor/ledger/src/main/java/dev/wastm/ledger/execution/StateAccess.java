package dev.wastm.ledger.execution;

import dev.wastm.ledger.state.StateKey;
import dev.wastm.stm.ScanStep;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * One thing that a transaction asked of the state, or did to it: a host call, with the whole key.
 *
 * @param call the host call's name
 * @param argument what was written or added; empty for what only asks
 * @param answer what came back; empty for what only writes
 */
public record StateAccess(
    String call, StateKey key, Optional<Object> argument, Optional<Object> answer) {

  /** @param method a method of the transaction's view whose first argument is a key */
  static StateAccess of(
      String method, StateKey key, List<Object> arguments, Optional<Object> result) {
    return switch (method) {
      case "readOr" -> {
        boolean absent = result.get() == arguments.get(1);
        yield new StateAccess("state_read", key, Optional.empty(), found(absent, result));
      }
      case "read" -> {
        Optional<?> read = (Optional<?>) result.get();
        yield new StateAccess(
            "state_read", key, Optional.empty(), found(read.isEmpty(), read.map(value -> value)));
      }
      case "scan" ->
        new StateAccess("scan_open", key, Optional.empty(), Optional.of("the entries from there"));
      default ->
        new StateAccess("state_" + method, key, arguments.stream().skip(1).findFirst(), result);
    };
  }

  /** A step of a scan. */
  static StateAccess ofScan(StateKey from, ScanStep<StateKey, byte[]> step) {
    String found = "the end";
    if (step instanceof ScanStep.Entry<StateKey, byte[]> entry) {
      found = entry.key() + ": " + text(entry.value());
    } else if (step instanceof ScanStep.Deleted<StateKey, byte[]>) {
      found = "a key that was deleted";
    }
    return new StateAccess("scan_next", from, Optional.empty(), Optional.of(found));
  }

  private static Optional<Object> found(boolean absent, Optional<Object> value) {
    return absent ? Optional.of("absent") : value;
  }

  /** Whether it changes the state: what does so answers nothing, or that it did. */
  public boolean isWrite() {
    boolean isRefused = answer.equals(Optional.of(false));
    return call.equals("state_delete") || (argument.isPresent() && !isRefused);
  }

  /** As {@code state_write(actor/key, 0x05)}, or as {@code state_read(actor/key) = 0x05}. */
  public String describe() {
    return call + "(" + key + argument.map(value -> ", " + text(value)).orElse("") + ")"
        + answer.map(value -> " = " + text(value)).orElse("");
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes
        ? "0x" + HexFormat.of().formatHex(bytes)
        : String.valueOf(value);
  }
}
