package dev.wastm.ledger.execution;

import dev.wastm.ledger.batch.ActorId;
import dev.wastm.ledger.state.State;
import dev.wastm.ledger.state.StateKey;
import dev.wastm.stm.TransactionView;

/**
 * Whether a ledger demands signatures. It does where its first transaction asked for it, and then for ever: so the answer changes within the
 * first batch only, and all others read it once a batch.
 */
final class SignaturePolicy {
  private static final StateKey KEY = StateKey.of(ActorId.SYSTEM, "signatures");
  private static final byte[] ABSENT = new byte[0];
  private static final long FIRST_HEIGHT = 1;

  private SignaturePolicy() {}

  static boolean isRequired(State state) {
    return state.readOr(KEY, ABSENT) != ABSENT;
  }

  static boolean isRequired(TransactionView<StateKey, byte[]> view, BatchContext batch) {
    return batch.signaturesRequired() || (batch.height() == FIRST_HEIGHT && view.exists(KEY));
  }

  /** Returns whether it was in time: only a ledger's first transaction can ask for it. */
  static boolean require(TransactionView<StateKey, byte[]> view, BatchContext batch) {
    boolean isFirst = batch.height() == FIRST_HEIGHT && view.index() == 0;
    if (isFirst) {
      view.write(KEY, new byte[] {1});
    }
    return isFirst;
  }
}
