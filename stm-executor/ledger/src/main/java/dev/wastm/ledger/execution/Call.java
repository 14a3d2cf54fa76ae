package dev.wastm.ledger.execution;

import dev.wastm.ledger.batch.Transaction;
import dev.wastm.ledger.text.Text;

/** One call to a guest, with its strings as the bytes that guests see. The arrays must not be modified. */
@SuppressWarnings("ArrayRecordComponent")
record Call(byte[] actor, byte[] method, byte[] args, byte[] sender, byte[] caller) {

  static Call of(Transaction transaction) {
    byte[] sender = utf8(transaction.sender());
    return new Call(
        utf8(transaction.actor()),
        utf8(transaction.method()),
        transaction.args().toByteArray(),
        sender,
        sender);
  }

  /** A call that this one's actor makes. */
  Call nested(byte[] callee, byte[] calledMethod, byte[] calledArgs) {
    return new Call(callee, calledMethod, calledArgs, sender, /* caller= */ actor);
  }

  static byte[] utf8(String text) {
    return Text.utf8(text);
  }
}
