package dev.wastm.ledger.execution.system;

import dev.wastm.ledger.batch.ActorId;
import dev.wastm.ledger.state.State;
import dev.wastm.ledger.state.StateChange;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.ledger.text.Text;
import dev.wastm.stm.Change;
import dev.wastm.stm.TransactionView;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Whether a ledger demands signatures, and who made it do so: its founder. It does where its genesis or its first transaction asked for it, and
 * then for ever: so the answer changes within the first batch only, and all others read it once a batch. The value is a byte 1 and the
 * founder's name.
 */
public final class SignaturePolicy {
  private static final StateKey KEY = StateKey.of(ActorId.SYSTEM, "signatures");
  private static final byte[] ABSENT = new byte[0];
  private static final byte REQUIRED = 1;
  private static final long FIRST_HEIGHT = 1;

  private SignaturePolicy() {}

  /** Whether a state demands signatures. */
  public static boolean isRequired(State state) {
    return state.readOr(KEY, ABSENT) != ABSENT;
  }

  /**
   * Whether a transaction must be signed.
   *
   * @param before whether the state before its batch demands it
   */
  public static boolean isRequired(
      TransactionView<StateKey, byte[]> view, long height, boolean before) {
    return before || (height == FIRST_HEIGHT && view.exists(KEY));
  }

  /** Who made the ledger demand signatures; empty where it does not. */
  static Optional<String> founder(TransactionView<StateKey, byte[]> view) {
    return view.read(KEY)
        .map(value -> Text.ofUtf8(Arrays.copyOfRange(value, 1, value.length))
            .orElseThrow(() -> new IllegalStateException(
                "The founder's name in the state is damaged: it is no text.")));
  }

  /** The state before the first batch of a ledger that demands signatures from its beginning. */
  public static State demandedBy(String founder) {
    return State.EMPTY.with(List.of(new StateChange(KEY, new Change.Put<>(value(founder)))));
  }

  /** Returns whether it was in time: only a ledger's first transaction can ask for it, and only where nobody has. */
  static boolean require(
      TransactionView<StateKey, byte[]> view, long height, boolean before, String founder) {
    boolean isFirst = height == FIRST_HEIGHT && view.index() == 0 && !before;
    if (isFirst) {
      view.write(KEY, value(founder));
    }
    return isFirst;
  }

  private static byte[] value(String founder) {
    byte[] name = Text.utf8(founder);
    byte[] value = new byte[1 + name.length];
    value[0] = REQUIRED;
    System.arraycopy(name, 0, value, 1, name.length);
    return value;
  }
}
