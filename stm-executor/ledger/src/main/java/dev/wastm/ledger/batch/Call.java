package dev.wastm.ledger.batch;

import dev.wastm.ledger.text.Text;

/** What a transaction calls, found out once, when it is sealed. */
public sealed interface Call permits Call.OfGuest, SystemCall {
  /** A method of an actor that runs a module, with its strings as the bytes that guests see. The arrays must not be modified. */
  @SuppressWarnings("ArrayRecordComponent")
  record OfGuest(byte[] actor, byte[] method, byte[] args, byte[] sender) implements Call {}

  static Call of(Transaction transaction) {
    return transaction.actor().equals(ActorId.SYSTEM)
        ? SystemCall.of(transaction)
        : new OfGuest(
            Text.utf8(transaction.actor()),
            Text.utf8(transaction.method()),
            transaction.args().toByteArray(),
            Text.utf8(transaction.sender()));
  }
}
