package dev.wastm.ledger.execution.trace;

import dev.wastm.ledger.state.StateKey;
import dev.wastm.stm.ScanStep;
import java.util.HexFormat;
import java.util.Optional;

/**
 * One thing that a transaction asked of the state, or did to it: a host call, with the whole key.
 *
 * @param call the host call's name
 * @param isWrite whether it changes the state
 * @param argument what was written or added, as text; empty for what only asks
 * @param answer what came back, as text; empty for what only writes
 */
public record StateAccess(
    String call,
    StateKey key,
    boolean isWrite,
    Optional<String> argument,
    Optional<String> answer) {

  static StateAccess ofRead(StateKey key, Optional<byte[]> value) {
    return asked("state_read", key, value.map(StateAccess::hex).orElse("absent"));
  }

  static StateAccess ofQuestion(StateKey key, boolean exists) {
    return asked("state_exists", key, Boolean.toString(exists));
  }

  static StateAccess ofWrite(StateKey key, byte[] value) {
    return done("state_write", key, Optional.of(hex(value)));
  }

  static StateAccess ofAddition(StateKey key, long delta) {
    return done("state_add", key, Optional.of(Long.toString(delta)));
  }

  static StateAccess ofDeletion(StateKey key) {
    return done("state_delete", key, Optional.empty());
  }

  static StateAccess ofScan(StateKey from) {
    return asked("scan_open", from, "the entries from there");
  }

  /** A step of a scan. */
  public static StateAccess ofScan(StateKey from, ScanStep<StateKey, byte[]> step) {
    String found = "the end";
    if (step instanceof ScanStep.Entry<StateKey, byte[]> entry) {
      found = entry.key() + ": " + hex(entry.value());
    } else if (step instanceof ScanStep.Deleted<StateKey, byte[]>) {
      found = "a key that was deleted";
    }
    return asked("scan_next", from, found);
  }

  private static StateAccess asked(String call, StateKey key, String answer) {
    return new StateAccess(call, key, false, Optional.empty(), Optional.of(answer));
  }

  private static StateAccess done(String call, StateKey key, Optional<String> argument) {
    return new StateAccess(call, key, true, argument, Optional.empty());
  }

  /** As {@code state_write(actor/key, 0x05)}, or as {@code state_read(actor/key) = 0x05}. */
  public String describe() {
    return call + "(" + key + argument.map(value -> ", " + value).orElse("") + ")"
        + answer.map(value -> " = " + value).orElse("");
  }

  private static String hex(byte[] value) {
    return "0x" + HexFormat.of().formatHex(value);
  }
}
