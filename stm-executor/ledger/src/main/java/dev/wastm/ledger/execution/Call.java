package dev.wastm.ledger.execution;

import dev.wastm.ledger.batch.Transaction;
import java.nio.charset.StandardCharsets;

/** One call to a guest, with its strings as the bytes that guests see. The arrays must not be modified. */
@SuppressWarnings("ArrayRecordComponent")
record Call(
    byte[] actor, byte[] method, byte[] args, byte[] sender, byte[] caller, long fuelLimit) {

  static Call of(Transaction transaction) {
    byte[] sender = utf8(transaction.sender());
    return new Call(
        utf8(transaction.actor()),
        utf8(transaction.method()),
        transaction.args().toByteArray(),
        sender,
        sender,
        transaction.fuelLimit());
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
