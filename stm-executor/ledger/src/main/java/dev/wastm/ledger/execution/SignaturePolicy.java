package dev.wastm.ledger.execution;

import dev.wastm.ledger.batch.ActorId;
import dev.wastm.ledger.state.State;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.ledger.text.Text;
import dev.wastm.stm.TransactionView;
import java.util.Arrays;
import java.util.Optional;

/**
 * Whether a ledger demands signatures, and who made it do so: its founder. It does where its first transaction asked for it, and then for ever:
 * so the answer changes within the first batch only, and all others read it once a batch. The value is a byte 1 and the founder's name.
 */
final class SignaturePolicy {
  private static final StateKey KEY = StateKey.of(ActorId.SYSTEM, "signatures");
  private static final byte[] ABSENT = new byte[0];
  private static final byte REQUIRED = 1;
  private static final long FIRST_HEIGHT = 1;

  private SignaturePolicy() {}

  static boolean isRequired(State state) {
    return state.readOr(KEY, ABSENT) != ABSENT;
  }

  static boolean isRequired(TransactionView<StateKey, byte[]> view, BatchContext batch) {
    return batch.signaturesRequired() || (batch.height() == FIRST_HEIGHT && view.exists(KEY));
  }

  /** Who made the ledger demand signatures; empty where it does not. */
  static Optional<String> founder(TransactionView<StateKey, byte[]> view) {
    return view.read(KEY)
        .map(value -> Text.ofUtf8(Arrays.copyOfRange(value, 1, value.length))
            .orElseThrow(() -> new IllegalStateException(
                "The founder's name in the state is damaged: it is no text.")));
  }

  /** Returns whether it was in time: only a ledger's first transaction can ask for it. */
  static boolean require(
      TransactionView<StateKey, byte[]> view, BatchContext batch, String founder) {
    boolean isFirst = batch.height() == FIRST_HEIGHT && view.index() == 0;
    if (isFirst) {
      byte[] name = Text.utf8(founder);
      byte[] value = new byte[1 + name.length];
      value[0] = REQUIRED;
      System.arraycopy(name, 0, value, 1, name.length);
      view.write(KEY, value);
    }
    return isFirst;
  }
}
